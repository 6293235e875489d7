import { isUtf8 } from 'node:buffer';
import { extname } from 'node:path';

/** Files that people open by a name; whatever else is no text is bytes. */
const BY_NAME: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.zip': 'application/zip',
  '.gz': 'application/gzip',
};

/** The type that whoever reads it is told: of a text always plain, so that nothing runs what it holds. */
export function fileType(name: string, bytes: Buffer): string {
  if (isUtf8(bytes) && !bytes.includes(0)) return 'text/plain';
  return BY_NAME[extname(name).toLowerCase()] ?? 'application/octet-stream';
}
