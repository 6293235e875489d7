import { join } from 'node:path';
import { connectInProcess, onSample } from '@ashlar/kit/testing';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it, onTestFinished } from 'vitest';
import { server } from '../src/server.ts';
import { briefRow } from '../src/show/brief-row.ts';
import { similarRow } from '../src/show/similar-row.ts';
import { ticketShape } from '../src/show/ticket-row.ts';
import type { Brief } from '../src/tracker/ticket.ts';

const MOST = 50;
const tokensOf = (row: object) => encode(JSON.stringify(row)).length;

/** As people and programs write them. */
const TITLES = [
  'Disk full',
  'Customer 17 reports that the export of orders to CSV lacks a column that was there in May',
  'Cannot log in after a password reset, when the password has umlauts or other letters in it',
  "TypeError: Cannot read properties of undefined (reading 'map') in OrderList.tsx:117",
  'ECONNREFUSED 10.0.12.7:5432 while connecting to pg-prod-eu-2, see /var/lib/postgresql/16/main.log',
  'build(deps-dev): bump @typescript-eslint/eslint-plugin from 8.12.2 to 8.14.0 in /packages/web',
  '[Dev Deps] update `eslint`, `@ljharb/eslint-config`, `npmignore`, `tape`, `auto-changelog`',
  'GET /api/v2/customers/{id}/orders?expand=items&limit=100 => 504 (gateway timeout) since 2026-11-03',
  'CVE-2026-12045: upgrade libxml2 to 2.13.9-r1 on web-01, web-02, web-03 and db-eu-central-1a',
  'SELECT count(*) FROM "order_items" WHERE "deleted_at" IS NULL; -- takes 48 s on staging',
  '🔥🔥 PROD DOWN!!! checkout throws 500 🚨 for everybody in EU-WEST-1 🚨',
  'Rückerstattung für Bestellung Nr. 4711 wurde dem falschen Kundenkonto gutgeschrieben',
  'La page de connexion affiche une erreur 500 après la réinitialisation du mot de passe',
  'Не удаётся войти в систему после сброса пароля, если в нём есть кириллические буквы',
  'パスワードをリセットした後にログインページでエラー500が表示されることがあります',
  '重置密码后登录页面显示错误500，请尽快修复此问题并通知所有受影响的客户',
  '비밀번호를 재설정한 후 로그인 페이지에 오류 500이 표시됩니다',
  'تظهر صفحة تسجيل الدخول خطأ 500 بعد إعادة تعيين كلمة المرور للعملاء الجدد',
  'पासवर्ड रीसेट करने के बाद लॉगिन पेज पर त्रुटि 500 दिखाई देती है',
  'x\u202ehidden\u200b and\nbroken over lines',
];

const SQLITE: Brief = {
  ...{ id: 'OPS-1234', rev: '12', title: '', status: 'in_progress', priority: 'urgent', type: 'bug' },
  ...{ labels: [], assignees: [], updated: '2026-11-16T08:00:00Z' },
};
const GITHUB: Brief = {
  ...{ id: 'web-1234', rev: '176375520012345678', title: '', status: 'open' },
  ...{ labels: [], assignees: [], updated: '2026-11-16T08:00:00Z' },
};

/** From what most tickets are like to the most that a ticket has. */
const TICKETS: readonly Brief[] = [
  SQLITE,
  { ...SQLITE, labels: ['export', 'csv'] },
  { ...SQLITE, assignees: ['ann'], labels: ['database'] },
  { ...SQLITE, labels: ['export', 'csv'], assignees: ['ann'], claimedBy: 'ann' },
  {
    ...{ ...SQLITE, id: 'PLATFORM-123456', rev: '317', claimedBy: 'agent-7@build.acme.example' },
    labels: ['customers', 'needs-triage', 'eu-fra-2', 'good first issue', 'x'],
    assignees: ['ann', 'bob.miller@example.com', 'cat'],
  },
  GITHUB,
  { ...GITHUB, labels: ['bug'], assignees: ['octocat'] },
  {
    ...{ ...GITHUB, id: 'acme/web-platform-12345', status: 'closed' },
    labels: ['kind/documentation', 'area: build', 'good first issue', 'priority/critical-urgent', '重要'],
    assignees: ['renovate[bot]', 'octocat-example', 'x'],
  },
];

describe('a ticket in a list', () => {
  it('costs a model at most 50 tokens, whatever it is about', () => {
    for (const ticket of TICKETS) {
      for (const title of TITLES) {
        for (const long of [title, `${title} ${title}`]) {
          const row = briefRow({ ...ticket, title: long });
          expect(tokensOf(row), JSON.stringify(row)).toBeLessThanOrEqual(MOST);
          const similar = similarRow({ ticket: { ...ticket, title: long }, score: 0.87 });
          expect(tokensOf(similar), JSON.stringify(similar)).toBeLessThanOrEqual(MOST);
        }
      }
    }
  });

  it('says so much that one can choose', () => {
    const title = TITLES[1] ?? '';
    const plain = briefRow({ ...SQLITE, title });
    expect(plain.title.length).toBeGreaterThanOrEqual(50);
    const labelled = briefRow({ ...SQLITE, title, labels: ['export', 'csv'] });
    expect(labelled).toMatchObject({ labels: ['export', 'csv'], priority: 'urgent', updated: '20261116' });
    expect(labelled.title.length).toBeGreaterThanOrEqual(36);
    const held = briefRow({ ...SQLITE, title, labels: ['export', 'csv'], claimedBy: 'ann' });
    expect(held).toMatchObject({ claimedBy: 'ann', more: 2 });
    expect(held.title.length).toBeGreaterThanOrEqual(24);
    for (const ticket of TICKETS) {
      for (const one of TITLES) {
        if (one.includes('\u202e')) continue;
        const row = briefRow({ ...ticket, title: one });
        expect([...row.title].length, JSON.stringify(row)).toBeGreaterThanOrEqual(Math.min(one.length, 6));
      }
    }
  });

  it('says how many names it leaves out, and keeps short ones whole', () => {
    for (const ticket of TICKETS) {
      const {
        labels = [],
        assignees = [],
        claimedBy,
        more = 0,
      } = briefRow({ ...ticket, title: 'Disk full' });
      const names = new Set([
        ...ticket.assignees,
        ...(ticket.claimedBy === undefined ? [] : [ticket.claimedBy]),
      ]);
      const shown = labels.length + assignees.length + (claimedBy === undefined ? 0 : 1);
      expect(shown + more).toBe(names.size + ticket.labels.length);
    }
    const short = briefRow({ ...SQLITE, title: 'Disk full', labels: ['db'], assignees: ['ann'] });
    expect(short).toMatchObject({ title: 'Disk full', labels: ['db'], assignees: ['ann'] });
    expect(short).not.toHaveProperty('more');
  });

  it('of the sample costs as little, in every list', async () => {
    const { args, dispose } = await onSample(join(import.meta.dirname, '..'));
    const client = await connectInProcess(server, { args });
    onTestFinished(async () => {
      await client.close();
      await dispose();
    });
    const rows = async (tool: string, input: object, list: string) =>
      ((await client.call(tool, input)).structuredContent?.[list] ?? []) as object[];
    const found = [
      ...(await rows('search_tickets', {}, 'tickets')),
      ...(await rows('find_duplicates', { title: 'Disk almost full on db-1' }, 'tickets')),
    ];
    expect(found.length).toBeGreaterThan(8);
    for (const row of found) expect(tokensOf(row), JSON.stringify(row)).toBeLessThanOrEqual(MOST);
  });
});

it('is another matter where a ticket is read: all names of it, and its times', () => {
  expect(Object.keys(ticketShape.shape)).not.toContain('more');
});
