/** What a member of the staff may see and act on. */
export type StaffScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'district'; readonly districtId: number }
  | { readonly kind: 'centre'; readonly centreId: string };

/** The assignments of proctors. @throws Unavailable */
export interface Assignments {
  of(userId: string): Promise<readonly StaffScope[]>;
}
