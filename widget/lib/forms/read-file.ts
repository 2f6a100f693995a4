/** The server takes 5 MB in all, and Base64 makes four bytes of three. */
export const MAX_FILE_BYTES = 3_500_000;

export interface FileValue {
  base64: string;
  content_type: string;
  filename: string;
}

/** A file as connectors take it. Throws where it cannot be read. */
export async function readFile(file: File): Promise<FileValue> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { base64: toBase64(bytes), content_type: file.type || 'application/octet-stream', filename: file.name };
}

/** A call takes only so many arguments, so the bytes become characters a stretch at a time. */
function toBase64(bytes: Uint8Array): string {
  const STRETCH = 0x2000;
  let characters = '';
  for (let at = 0; at < bytes.length; at += STRETCH) {
    characters += String.fromCharCode(...bytes.subarray(at, at + STRETCH));
  }
  return btoa(characters);
}
