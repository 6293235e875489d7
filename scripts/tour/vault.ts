import { type Tour, textOf } from './step.ts';

/** What the tour shows of the vault server, on its sample folder. */
export const tour: Tour = {
  options: ['--cache', 'off'],
  steps: [
    {
      say: 'Does a link lead somewhere? One does, one was made up, one is an alias, one names a heading',
      tool: 'resolve_link',
      input: {
        links: ['[[Lentil Soup]]', '[[Lentils Soop]]', '[[Dal]]', '[[Shelf#Spices]]'],
        from: 'Home.md',
      },
    },
    {
      say: 'A draft is checked before it is written',
      tool: 'check_links',
      input: { from: 'Menu.md', text: '# Menu\n\n[[Lentil Soup]] with [[Flat Breads]], as in [[#Menu]].\n' },
    },
    {
      say: 'Who links to a note, and where does it lead?',
      tool: 'note_links',
      input: { path: 'Dishes/Lentil Soup.md' },
    },
    {
      say: 'Where is cumin mentioned?',
      tool: 'search_vault',
      input: { query: 'cumin', limit: 2 },
    },
    {
      say: 'What stands below a heading',
      tool: 'read_note',
      input: { path: 'Dishes/Lentil Soup.md', heading: 'Ingredients' },
    },
    {
      say: 'A note is not written with links that lead nowhere',
      tool: 'write_note',
      input: { path: 'Menus/Sunday.md', content: 'First [[Lentils Soup]], then [[Flat Bread]].\n' },
      refused: true,
    },
    {
      say: 'What a rename would change, link by link, before anything is changed',
      tool: 'rename_note',
      input: { from: 'Dishes/Lentil Soup.md', to: 'Dishes/Red Lentil Soup.md' },
    },
    {
      say: 'And carried out, all or nothing, with the word that the plan ends with',
      tool: 'rename_note',
      input: (before) => ({
        from: 'Dishes/Lentil Soup.md',
        to: 'Dishes/Red Lentil Soup.md',
        apply: /apply ([\w-]+)/.exec(textOf(before))?.[1],
      }),
    },
    {
      say: 'Nothing outside of the vault is a note',
      tool: 'read_note',
      input: { path: '../../etc/passwd' },
      refused: true,
    },
  ],
};
