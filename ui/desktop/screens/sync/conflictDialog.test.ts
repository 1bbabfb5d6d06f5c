import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';

import type { ConflictView } from '../../../shared/types/ConflictView';
import { words } from '../../words';

// The dialog only draws here; nothing is asked of the book.
vi.mock('@tauri-apps/api/core', () => ({ invoke: () => Promise.resolve([]) }));
vi.mock('@tauri-apps/api/event', () => ({ listen: () => Promise.resolve(() => undefined) }));

const side = (text: string, here: boolean, pieces: ConflictView['values'][0]['pieces']) => ({
  text,
  pieces,
  device: here ? 'd1' : 'd2',
  device_name: 'Máy của phó bí thư',
  this_device: here,
  at: '2026-10-05T20:41:00+07:00',
});
const conflict = (values: ConflictView['values'], can_combine = true): ConflictView => ({
  id: 's1/text',
  record: 's1',
  what: 'Ý kiến phát biểu',
  field: 'Nội dung',
  meeting: null,
  can_combine,
  for_good: false,
  values,
});

async function drawn(asked: ConflictView): Promise<string> {
  const { default: ConflictDialog } = await import('./ConflictDialog.svelte');
  const props = {
    conflict: asked,
    step: '',
    onAnswered: () => Promise.resolve(),
    onClose: () => undefined,
  };
  return render(ConflictDialog, { props }).body.replace(/<!--.*?-->/g, '');
}

test('each side of a text has the words marked that the other does not have', async () => {
  const shared = { text: 'Đề nghị sửa đèn hẻm ', changed: false };
  const body = await drawn(
    conflict([
      side('Đề nghị sửa đèn hẻm 45.', true, [shared, { text: '45.', changed: true }]),
      side('Đề nghị sửa đèn hẻm 12.', false, [shared, { text: '12.', changed: true }]),
    ]),
  );
  const marked = [...body.matchAll(/<mark[^>]*>([^<]*)<\/mark>/g)].map(([, text]) => text);
  expect(marked).toEqual(['45.', '12.']);
  expect(body).toContain(words.conflicts.marked(2));
});

test('whole values are shown as they are, and nothing is said of marks', async () => {
  const body = await drawn(
    conflict([side('0901000001', true, []), side('0902000002', false, [])], false),
  );
  expect(body).toContain('0901000001');
  expect(body).not.toContain('<mark');
  expect(body).not.toContain(words.conflicts.marked(2));
});
