/** Bytes in front of a frame: those of its head and of its body, as unsigned integers of 32 bits, the lowest byte first. */
export const PREFIX = 8;

/** What goes between two processes as one: JSON, and a text that is passed on without being read. */
export interface Frame {
  head: string;
  body: string;
}

export function encodeFrame({ head, body }: Frame): Buffer {
  const headBytes = Buffer.byteLength(head);
  const bodyBytes = Buffer.byteLength(body);
  const bytes = Buffer.allocUnsafe(PREFIX + headBytes + bodyBytes);
  bytes.writeUInt32LE(headBytes, 0);
  bytes.writeUInt32LE(bodyBytes, 4);
  bytes.write(head, PREFIX);
  bytes.write(body, PREFIX + headBytes);
  return bytes;
}

/** Of the bytes of one frame, with its prefix. */
export function decodeFrame(bytes: Buffer): Frame {
  const bodyAt = PREFIX + bytes.readUInt32LE(0);
  return { head: bytes.toString('utf8', PREFIX, bodyAt), body: bytes.toString('utf8', bodyAt) };
}

/** Bytes of a frame with its prefix, told from its prefix. */
export function frameLength(prefix: Buffer): number {
  return PREFIX + prefix.readUInt32LE(0) + prefix.readUInt32LE(4);
}
