/** The entry `integry-js/server`, for your backend. */

/**
 * The `hash` of the SDK's configuration: HMAC-SHA256 of the User-ID, keyed with the App-Secret, as lower-case hex.
 * Rejects with a TypeError for an empty or ill-formed argument.
 */
export declare function getAuthHash(userId: string, appSecret: string): Promise<string>;
