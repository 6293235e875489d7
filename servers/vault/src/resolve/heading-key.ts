/** What stands for a blank in a heading, and blanks, a run of both counting as one. */
const BLANKS = /[!"#$%&()*+,.:;<=>?@^`{|}~/[\]\\\s]+/g;

/** The form in which headings, and the words of links to them, are compared; `'`, `-` and `_` stay. */
export function headingKey(heading: string): string {
  return heading.replace(BLANKS, ' ').trim().toLowerCase();
}
