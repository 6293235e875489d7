/** Where the UTF-8 character starts that the byte at an offset is part of. In other encodings: at most 3 bytes off. */
export function charStart(bytes: Buffer, offset: number): number {
  let start = offset;
  while (start > 0 && offset - start < 3 && isContinuation(bytes[start])) start--;
  return start;
}

/** The first start of a UTF-8 character at or after an offset. */
export function nextCharStart(bytes: Buffer, offset: number): number {
  let start = offset;
  while (start < bytes.length && start - offset < 3 && isContinuation(bytes[start])) start++;
  return start;
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;
