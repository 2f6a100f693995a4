/** Whose row it is: every row of a user names the workspace too. */
export interface UserRef {
  workspaceId: number;
  userId: number;
}

/** Who makes a request, as `authenticate` found out. */
export interface Identity extends UserRef {
  appKey: string;
  workspaceName: string;
  /** The customer's User-ID */
  userExternalId: string;
  /** Absent where the request came with Integry's credentials or an App-Secret */
  session?: SessionRef;
}

export interface SessionRef {
  /** SHA-256 of the bearer token */
  tokenHash: Uint8Array;
  /** The host page's origin */
  origin: string;
  expiresAt: Date;
}

export interface SessionIdentity extends Identity {
  session: SessionRef;
}

/** The customer's backend, where it speaks for the workspace and not for a user. */
export interface Backend {
  workspaceId: number;
  appKey: string;
}
