/** The version of the bridge's messages. It stands in the embed URL and in the handshake; both sides must name the same one. */
export const PROTOCOL_VERSION = 1;
