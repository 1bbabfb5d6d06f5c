// Takes a picture of each screen and lets axe-core look at it. Needs `npm run look` to be running.
//   node desktop/dev/shoot.mjs [folder] [scale] [theme] [only]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import puppeteer from 'puppeteer-core';

const [folder = '/tmp/look', scale = '18', theme = 'light', only = '', height = '768'] =
  process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const click = (selector) => async (page) => page.click(selector);
const type = (selector, text) => async (page) => page.type(selector, text);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const looks = {
  'first-1': ['book=none'],
  'first-2': [
    'book=none',
    click('[data-test=first-run-next]'),
    click('[data-test=first-run-next]'),
  ],
  'first-3': [
    'book=none',
    click('[data-test=first-run-next]'),
    type('[data-test=cell-name]', 'Khu phố 12'),
    type('[data-test=cell-ward]', 'Phường Tân Thới Hòa'),
    click('[data-test=first-run-next]'),
    type('[data-test=passphrase]', 'ngan'),
    click('[data-test=first-run-next]'),
  ],
  'first-4': [
    'book=none',
    click('[data-test=first-run-next]'),
    type('[data-test=cell-name]', 'Khu phố 12'),
    type('[data-test=cell-ward]', 'Phường Tân Thới Hòa'),
    click('[data-test=first-run-next]'),
    type('[data-test=passphrase]', 'sông núi nước nam'),
    type('[data-test=passphrase-again]', 'sông núi nước nam'),
    click('[data-test=first-run-next]'),
    () => wait(200),
    click('[data-test=recovery-save]'),
  ],
  elsewhere: ['book=none', click('[data-test=first-run-elsewhere]')],
  joining: ['book=joining', () => wait(100)],
  unlock: ['book=locked', type('[data-test=passphrase]', 'sai'), click('[data-test=unlock]')],
  today: ['go=hom-nay'],
  'today-empty': ['go=hom-nay&empty=1'],
  meetings: ['go=sinh-hoat'],
  'meetings-empty': ['go=sinh-hoat&empty=1'],
  meeting: ['go=sinh-hoat&id=k10'],
  'meeting-new': ['go=sinh-hoat&id=moi'],
  calendar: ['go=sinh-hoat&id=lich'],
  'year-plan': ['go=sinh-hoat&id=ke-hoach'],
  rota: ['go=sinh-hoat&id=phien'],
  templates: ['go=sinh-hoat&id=mau'],
  members: ['go=dang-vien'],
  'members-empty': ['go=dang-vien&empty=1'],
  member: ['go=dang-vien&id=m8'],
  'member-new': [
    'go=dang-vien&id=moi',
    type('[data-test=member-birth]', '31/2/1960'),
    click('[data-test=save-member]'),
  ],
  'member-removed': ['go=dang-vien&id=m8', () => wait(100), click('[data-test=remove-member]')],
  import: ['go=dang-vien', () => wait(100), click('[data-test=import-members]')],
  tasks: ['go=nhiem-vu'],
  task: ['go=nhiem-vu&id=t1'],
  'task-new': ['go=nhiem-vu&id=moi'],
  'task-kept': [
    'go=nhiem-vu&id=t1',
    () => wait(100),
    type('[data-test=task-result]', 'Đã vận động 3/5 hộ'),
    (page) => page.select('[data-test=task-state]', 'xong'),
    click('[data-test=side-close]'),
    () => wait(500),
    click('[data-test=task]'),
    () => wait(100),
  ],
  petitions: ['go=kien-nghi'],
  petition: ['go=kien-nghi&id=p1'],
  papers: ['go=van-ban', () => wait(400), click('[data-test=documents-own]')],
  documents: ['go=van-ban'],
  document: ['go=van-ban&id=d1'],
  'document-withdrawn': ['go=van-ban&id=d4'],
  'documents-empty': ['go=van-ban&empty=1', () => wait(100), click('[data-test=documents-ward]')],
  reports: ['go=bao-cao'],
  sync: ['go=dong-bo', () => wait(100), click('[data-test=sync-now]')],
  'sync-waits': ['go=dong-bo&state=waits', () => wait(100), click('[data-test=removals-see]')],
  'sync-conflict': [
    'go=dong-bo&state=waits',
    () => wait(100),
    click('[data-test=conflict-open]'),
    click('[data-test=conflict-combine]'),
  ],
  'sync-choose': ['go=dong-bo&state=waits', () => wait(100), click('[data-test=conflict-open]')],
  'today-review': ['go=hom-nay&state=waits'],
  'sync-accept': ['go=dong-bo&state=waits', () => wait(100), click('[data-test=removals-accept]')],
  'sync-runs': ['go=dong-bo&state=runs'],
  'sync-paused': ['go=dong-bo&state=paused'],
  'sync-offline': ['go=dong-bo&state=offline'],
  'sync-receipt': ['go=dong-bo', () => wait(100), click('[data-test=sending]')],
  'sync-doctor': ['go=dong-bo', () => wait(100), click('[data-test=doctor-run]')],
  'sync-enrol': ['go=dong-bo&empty=1'],
  help: ['go=tro-giup', () => wait(100), click('[data-test=doctor]')],
  settings: ['go=cai-dat'],
  'settings-passphrase': [
    'go=cai-dat',
    () => wait(100),
    click('[data-test=passphrase-change]'),
    type('[data-test=passphrase]', 'khu pho 12'),
    () => wait(400),
  ],
  'settings-recovery': [
    'go=cai-dat',
    () => wait(100),
    click('[data-test=recovery-new]'),
    type('[data-test=passphrase-old]', 'hoa phượng'),
    click('[data-test=recovery-make]'),
    () => wait(200),
  ],
  'vote-correct': [
    '/meeting/dev/?state=dang_hop',
    () => wait(200),
    click('[data-test=key-vote]'),
    () => wait(200),
    click('[data-test=vote-everyone]'),
    click('[data-test=vote-save]'),
    () => wait(300),
    click('[data-test=vote-correct]'),
    () => wait(200),
  ],
  gate: [
    '/meeting/dev/?state=da_ket_thuc',
    () => wait(200),
    click('[data-test=step-score]'),
    () => wait(200),
    click('[data-test=gate-open]'),
    () => wait(200),
    click('[data-test=gate-3a]'),
  ],
  search: [
    'go=hom-nay',
    () => wait(100),
    click('[data-test=open-search]'),
    type('[data-test=search-words]', 'd'),
  ],
};

mkdirSync(folder, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
for (const [name, [query, ...steps]] of Object.entries(looks)) {
  if (only && !only.split(',').includes(name)) continue;
  const page = await browser.newPage();
  await page.setViewport({ width: 1366, height: Number(height) });
  page.on('pageerror', (error) => console.log(name, 'ERROR', error.message));
  page.on(
    'console',
    (line) => ['error', 'warn'].includes(line.type()) && console.log(name, line.text()),
  );
  const where = query.startsWith('/') ? query : `/dev/?${query}`;
  await page.goto(
    `http://localhost:${process.env.LOOK_PORT ?? 1430}${where}&scale=${scale}&theme=${theme}`,
  );
  await page.waitForSelector('h1, form', { timeout: 15000 });
  await wait(350);
  for (const step of steps) {
    try {
      await step(page);
    } catch (error) {
      console.log(name, 'STEP', error.message);
    }
    await wait(60);
  }
  await page.evaluate(() => document.fonts.ready);
  await wait(200);
  await page.screenshot({ path: `${folder}/${name}.png` });
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter(
        (node) =>
          node.scrollWidth > node.clientWidth + 1 &&
          getComputedStyle(node).overflowX !== 'visible' &&
          node.clientWidth > 2,
      )
      .map((node) => `${node.tagName}.${node.className}`),
  );
  if (wide.length) console.log(name, 'WIDE', wide.slice(0, 5).join(' '));
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, summary')]
      .filter((node) => {
        const box = (node.closest('label') ?? node).getBoundingClientRect();
        return box.height > 0 && (box.height < 43.5 || box.width < 43.5);
      })
      .map((node) => `${node.tagName} ${node.getAttribute('data-test') ?? node.textContent}`),
  );
  if (small.length) console.log(name, 'SMALL', small.slice(0, 5).join(' | '));
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  for (const one of found.violations)
    console.log(
      name,
      one.impact,
      one.id,
      one.nodes.length,
      one.nodes
        .slice(0, 3)
        .map((node) => `${node.target} ${node.any[0]?.message ?? ''}`)
        .join(' || '),
    );
  await page.close();
}
await browser.close();
