/** So begins the reason of a command that the exam's own policy has issued; the rest is for staff. */
export const policyReason = 'Rules of the exam: ';
