// Canned answers of the screen "Đồng bộ": what waits for a person, and how the exchange goes.
import type { ConflictView } from '../../shared/types/ConflictView';
import type { LateChange } from '../../shared/types/LateChange';
import type { Piece } from '../../shared/types/Piece';
import type { Sending } from '../../shared/types/Sending';
import type { SyncActivity } from '../../shared/types/SyncActivity';
import type { SyncHabit } from '../../shared/types/SyncHabit';
import type { WaitingRemovals } from '../../shared/types/WaitingRemovals';

/** What `?state=` asks for. */
const asked = new URLSearchParams(location.search).get('state') ?? '';
export const waits = asked === 'waits';

const value = (text: string, here: boolean, minute: number, pieces: Piece[] = []) => ({
  text,
  pieces,
  device: here ? 'd1' : 'd2',
  device_name: here ? 'Máy của bí thư' : 'Máy của phó bí thư, để ở văn phòng khu phố',
  this_device: here,
  at: `2026-10-05T20:${minute}:00+07:00`,
});

const conflicts: ConflictView[] = [
  {
    id: 's1/text',
    record: 's1',
    what: 'Ý kiến phát biểu: đ/c Công Tằng Tôn Nữ Hoàng Thị Thanh Hương',
    field: 'Nội dung',
    meeting: 'k10',
    can_combine: true,
    for_good: false,
    values: [
      value(
        'Đề nghị phường lắp camera đầu hẻm 12, nơi rác thường bị đổ trộm vào ban đêm, và cử người nhắc các hộ kinh doanh giữ vệ sinh.',
        false,
        41,
        [
          { text: 'Đề nghị phường lắp camera đầu hẻm ', changed: false },
          {
            text: '12, nơi rác thường bị đổ trộm vào ban đêm, và cử người nhắc các hộ kinh doanh giữ vệ sinh.',
            changed: true,
          },
        ],
      ),
      value('Đề nghị phường lắp camera đầu hẻm 12 và hẻm 45.', true, 39, [
        { text: 'Đề nghị phường lắp camera đầu hẻm ', changed: false },
        { text: '12 và hẻm 45.', changed: true },
      ]),
    ],
  },
  {
    id: 'm8/status',
    record: 'm8',
    what: 'Hồ sơ đảng viên: Võ Thị Út',
    field: 'Trạng thái',
    meeting: null,
    can_combine: false,
    for_good: false,
    values: [value('miễn sinh hoạt', true, 11), value('chính thức', false, 10)],
  },
];

const late: LateChange[] = [
  {
    meeting: 'k9',
    title: 'Sinh hoạt chi bộ thường kỳ tháng 9/2026',
    version: 1,
    lines: [
      {
        what: 'Ý kiến — Thảo luận kết quả lãnh đạo thực hiện nhiệm vụ tháng 9',
        adopted: 'Đề nghị sửa đèn hẻm 45.',
        now: 'Đề nghị sửa đèn hẻm 45 và nạo vét cống.',
        before: [
          { text: 'Đề nghị sửa đèn hẻm ', changed: false },
          { text: '45.', changed: true },
        ],
        after: [
          { text: 'Đề nghị sửa đèn hẻm ', changed: false },
          { text: '45 và nạo vét cống.', changed: true },
        ],
      },
    ],
  },
];

const removals: WaitingRemovals = {
  count: 21,
  words: '',
  devices: ['Máy của phó bí thư'],
  kinds: ['Hồ sơ đảng viên: 20', 'Kiến nghị: 1'],
  things: Array.from({ length: 20 }, (_, n) => `Hồ sơ đảng viên: Nguyễn Văn ${n + 1}`).concat(
    'Kiến nghị: Đề nghị phường lắp camera đầu hẻm 12',
  ),
};

const sendings: Sending[] = [7, 6, 5, 4, 3, 2, 1].map((n) => ({
  from: n * 40 - 39,
  upto: n * 40,
  count: 40,
  at: `2026-10-0${n}T21:14:00+07:00`,
  device: '01999c2e-77aa-7c3e-8a53-0f4c2b1d7e90',
  former: n < 2,
  rev: 100 + n,
  fingerprint: `7F3A 91C2 0B5${n}`,
  head: '9b1f0c55c1f8b9a84c0a65c2a3de7a7b4e5d2f6c1b0a99887766554433221100',
  signature: 'a1'.repeat(64),
}));

const state: SyncActivity = {
  running: asked === 'runs',
  phase: asked === 'runs' ? 'sending' : '',
  done: asked === 'runs' ? 512 : 0,
  total: asked === 'runs' ? 1300 : 0,
  bytes_up: 182_000,
  bytes_down: 4_100,
  last_words: '',
  last_code: asked === 'offline' ? 'DB-01' : null,
  last_hint: '',
  last: null,
  ended: 1,
  looked: 12,
  next_in: asked === 'auto' ? 48 : null,
  metered: null,
  habit: {
    whenever_online: asked === 'auto' || asked === 'runs',
    unmetered_only: false,
    paused: asked === 'paused',
  },
  used: { up: 2_400_000, down: 310_000 },
};

export const exchangeAnswers = (empty: boolean) => ({
  ward_conflicts: () => (waits ? conflicts : []),
  ward_settle: ({ id }: Record<string, unknown>) => {
    conflicts.splice(
      conflicts.findIndex((one) => one.id === id),
      1,
    );
    return null;
  },
  ward_settled: () =>
    waits
      ? [
          {
            id: 's2/text',
            what: 'Ý kiến phát biểu: đ/c Phạm Thị Ánh',
            field: 'Nội dung',
            kept: 'Gửi tài liệu trước ba ngày để người lớn tuổi chuẩn bị ý kiến.',
            at: '2026-10-05T21:01:00+07:00',
          },
        ]
      : [],
  ward_reopen: () => null,
  ward_late_changes: () => (waits ? late : []),
  ward_keep_adopted: () => null,
  ward_waiting_removals: () => (waits ? removals : null),
  ward_decide_removals: () => 21,
  ward_sync_state: () => state,
  ward_sync_start: () => ((state.habit.paused = false), null),
  ward_sync_pause: () => ((state.habit.paused = true), null),
  ward_sync_habit: ({ habit }: Record<string, unknown>) => (
    (state.habit = habit as SyncHabit),
    null
  ),
  ward_sendings: () => (empty ? [] : sendings),
});

export const checked = {
  ok: true,
  checks: [
    { name: 'file', ok: true, detail: 'Tệp sổ nguyên vẹn.' },
    {
      name: 'chain',
      ok: true,
      detail: '1.412 thao tác của 2 máy liền mạch, không sửa, không thiếu.',
    },
    { name: 'fold', ok: true, detail: '688 mục khớp với các thao tác.' },
    { name: 'search', ok: true, detail: 'Tìm kiếm khớp với nội dung.' },
    { name: 'devices', ok: true, detail: 'Quyền của các máy khớp với những gì bí thư đã duyệt.' },
    { name: 'quarantine', ok: true, detail: '0 mục bị để riêng.' },
  ],
};
