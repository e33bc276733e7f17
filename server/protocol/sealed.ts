/**
 * Sealed sections: the questions of a section, encrypted, that a page may fetch before the start. Written out in
 * the README of this folder.
 */

/** Where the ciphertext of this hash is. No sign-in is needed, and any cache may keep it. */
export function sealedPath(hash: string): string {
  return `/papers/${hash}.bin`;
}

/** The sealed sections of an exam's paper. A section that is not here is streamed. */
export interface SealedReply {
  readonly paper: string;
  readonly sections: readonly {
    readonly sectionId: string;
    /** SHA-256 of the ciphertext, hex. */
    readonly hash: string;
    readonly bytes: number;
  }[];
}

/** What opens a sealed section for one candidate. */
export interface SealedKey {
  readonly hash: string;
  /** AES-256 key, base64url. */
  readonly contentKey: string;
  /**
   * For each of the section's `questionIds` the order of its options: one base-36 digit for each, the option's place
   * in the sealed question; empty where they stand as they are.
   */
  readonly options: readonly string[];
}

/** Bytes before the ciphertext proper; 16 bytes of tag are at its end. */
export const sealNonceBytes = 12;

/** The additional data of the encryption: a section's ciphertext is good for nothing in another's place. */
export function sealContext(paperHash: string, sectionId: string): string {
  return `pariksha sealed section ${paperHash} ${sectionId}`;
}

/** Options are numbered in base 36. */
export const maxSealedOptions = 36;
