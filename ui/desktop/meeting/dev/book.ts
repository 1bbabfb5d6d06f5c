// A book of one meeting, in memory: it answers what the screens ask, and keeps what they say.
// Drafts lie in sessionStorage, so that a reload shows whether typing comes back.
import type { AttendanceLine } from '../../../shared/types/AttendanceLine';
import type { MeetingState } from '../../../shared/types/MeetingState';
import type { MeetingView } from '../../../shared/types/MeetingView';
import type { VoteKind } from '../../../shared/types/VoteKind';
import { fits } from '../../lib/fold';
import { needed } from '../threshold';
import { lines } from './agenda';
import { desk } from './desk';
import { people } from './people';
import { checks, compared, flaws, preview, score, svgPages, versions } from './sheets';
import { insertables, starts } from './templates';

type Args = { [name: string]: any };
const query = new URLSearchParams(location.search);
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
let serial = 0;
const fresh = (kind: string) => `${kind}-${(serial += 1)}`;

const state = (query.get('state') ?? 'dang_hop') as MeetingState;
const view = {
  id: 'm1',
  kind: 'thuong_ky',
  month: '2026-10',
  rules: 'HD42-2025',
  title: 'Sinh hoạt chi bộ thường kỳ tháng 10/2026',
  topic: null,
  state,
  planned_at: '2026-10-05T19:00:00+07:00',
  started_at: state === 'chuan_bi' ? null : ago(49),
  ended_at: state === 'da_ket_thuc' || state === 'da_thong_qua' ? ago(1) : null,
  place: 'Văn phòng khu phố 12',
  chair: 'p14',
  chair_name: 'Nguyễn Văn Đức',
  scribe: 'p18',
  scribe_name: 'Trần Thị Bích Ngọc',
  minimum_minutes: 90,
  planned_minutes: 90,
  agenda: clone(lines),
  attendance: clone(people),
  guests: state === 'chuan_bi' ? [] : ['Lý Thị Kim Cương, Đảng ủy viên phường'],
  statements: [],
  conclusions: [],
  votes: [],
  assignments: [],
  petitions: [],
  criticism_counts: {},
  score,
  checks: [],
  version: state === 'da_thong_qua' ? 1 : 0,
  fingerprint: state === 'da_thong_qua' ? '7F3A 91C2 0B5E' : null,
  adopted_at: state === 'da_thong_qua' ? ago(0) : null,
  versions: state === 'da_thong_qua' ? versions(query.has('versions') ? 2 : 1) : [],
  amending: query.has('amending') ? 'ghi thiếu ý đồng chí Ân' : null,
  short_because: null,
  undo: 'ý kiến của đ/c Phạm Thị Ánh',
  redo: null,
  pen: { here: true, device: null },
  queue: [],
  breaks: [],
  lasted_seconds: null,
  guest_lines: [],
} as unknown as MeetingView;

function begin() {
  view.attendance.forEach((one, i) => {
    one.status = i === 10 || i === 21 ? null : i === 6 ? 'excused' : i === 7 ? 'late' : 'present';
    if (i === 6) one.reason = 'ốm, có báo trước';
    if (i === 7) one.arrived_at = ago(30);
  });
  view.agenda.slice(0, 10).forEach((item, i) => {
    item.opened_at = ago(49 - i * 4);
    item.closed_at = ago(45 - i * 4);
  });
  const current = view.agenda[10]!;
  current.opened_at = ago(4);
  for (const [who, text] of [
    [
      'p18',
      'Thống nhất với báo cáo. Đề nghị tập trung giải quyết dứt điểm điểm rác tự phát đầu hẻm 12, phân công cụ thể từng đồng chí.',
    ],
    ['p8', 'Đảng viên trẻ đi làm xa, xin linh hoạt giờ sinh hoạt vào tối thứ bảy.'],
    ['p15', 'Người lớn tuổi ngại phát biểu; đề nghị gửi tài liệu trước 3 ngày để chuẩn bị ý kiến.'],
  ] as const) {
    say('a11', who, null, text);
  }
  for (const member of ['p2', 'p20'])
    view.queue.push({
      id: `h-${member}`,
      member,
      guest: null,
      name: view.attendance.find((one) => one.member === member)!.name,
    });
  vote('a5', 'thuong', 'Chương trình kỳ sinh hoạt', 19, 0, 0);
  view.conclusions.push({ no: 8, text: 'Chi bộ hoàn thành 4/5 nhiệm vụ tháng 9.' });
  view.criticism_counts = { tu_phe_binh: 2, gop_y: 1 };
  view.petitions.push({
    id: 'k1',
    text: 'Lắp camera đầu hẻm 12.',
    member: 'p8',
    name: 'Lê Hoàng Ân',
    meeting: 'm1',
    no: 11,
    state: 'moi',
    answer: null,
    wants_reply: true,
    at: ago(2),
  });
  view.assignments.push({
    id: 'v1',
    member: 'p2',
    name: 'Đặng Quốc Bảo',
    title: 'Vận động 5 hộ dời vật dụng lấn chiếm hẻm 12',
    due: '2026-10-28',
    meeting: 'm1',
    no: 11,
    state: 'moi',
    state_words: 'mới',
    result: null,
    overdue: false,
    days_late: null,
  });
  view.checks = checks(query.has('block'));
}

function say(item: string, member: string | null, guest: string | null, text: string) {
  const line = view.agenda.find((one) => one.id === item)!;
  const who = view.attendance.find((one) => one.member === member);
  if (who) who.spoken += 1;
  view.statements.push({
    id: fresh('s'),
    no: line.no,
    item,
    member,
    name: who?.name ?? guest ?? '',
    text,
    at: ago(0),
  });
}

function vote(
  item: string,
  kind: VoteKind,
  subject: string,
  yes: number,
  no: number,
  none: number,
) {
  const base = shown().base;
  if (yes + no + none > base.voters_present) {
    throw {
      code: 'BQ-06',
      message: `Tổng số phiếu là ${yes + no + none}, nhiều hơn ${base.voters_present} đảng viên chính thức đang có mặt. Số phiếu chưa được ghi.`,
      hint: 'Đếm lại, hoặc điểm danh lại nếu có đồng chí mới đến.',
    };
  }
  const need = needed(kind, base.base);
  const line = view.agenda.find((one) => one.id === item)!;
  const made = {
    id: fresh('b'),
    no: line.no,
    kind,
    subject,
    form: 'gio_tay' as const,
    base: base.base,
    needed: need,
    for: yes,
    against: no,
    abstain: none,
    passed: yes >= need,
    explain: shown().base_words,
    reserved: null,
    at: ago(0),
    voters: base.voters_present,
    handbook: null,
  };
  view.votes.push(made);
  return made;
}

const here = (one: AttendanceLine) => one.status === 'present' || one.status === 'late';
function shown(): MeetingView {
  const all = view.attendance;
  const official = all.filter((one) => one.standing === 'chinh_thuc');
  const base = official.filter((one) => one.summoned || here(one)).length;
  const is = (status: string) => all.filter((one) => one.status === status).length;
  view.agenda.forEach((item, i) => (item.no = i + 1));
  for (const one of all) one.here = here(one) && !one.left_at;
  for (const item of view.agenda) {
    const end = item.closed_at ?? ago(0);
    item.seconds = item.opened_at
      ? Math.round((Date.parse(end) - Date.parse(item.opened_at)) / 1000)
      : null;
  }
  return clone({
    ...view,
    lasted_seconds: view.started_at
      ? Math.round((Date.now() - Date.parse(view.started_at)) / 1000)
      : null,
    planned_minutes: view.agenda.reduce((sum, item) => sum + item.minutes, 0),
    counts: {
      total: all.length,
      official: official.length,
      probationary: 2,
      visiting_in: 0,
      visiting_out: 0,
      exempt: 2,
      summoned: all.filter((one) => one.summoned).length,
      present: all.filter(here).length,
      present_official: official.filter(here).length,
      present_probationary: all.filter((one) => here(one) && one.standing === 'du_bi').length,
      present_exempt: all.filter((one) => here(one) && !one.summoned).length,
      late: is('late'),
      excused: is('excused'),
      unexcused: is('unexcused'),
      vote_base: base,
    },
    base: {
      base,
      voters_present: official.filter(here).length,
      official: official.length,
      away: 0,
      exempt: 2,
      suspended: 0,
      probationary: 2,
      committee: false,
    },
    base_words: `Tính trên ${base} đảng viên: ${official.length} đảng viên chính thức, trừ 02 được miễn sinh hoạt; người vắng mặt vẫn tính, dự bị không biểu quyết.`,
  });
}

const beside = desk(view.agenda);
function swap(key: string, from: 'lines' | 'left_out', to: 'lines' | 'left_out') {
  const at = beside.carried[from].findIndex((one) => one.key === key);
  beside.carried[to].push(...beside.carried[from].splice(at, 1));
}

const find = (id: string) => view.agenda.find((one) => one.id === id)!;
const slots = sessionStorage;
const time = () => new Date().toTimeString().slice(0, 8);
const commands: Record<string, (a: Args) => unknown> = {
  meetings_show: () => shown(),
  meetings_create: () => ({ id: 'm1', kind: 'thuong_ky', month: '2026-10', rules: '', agenda: [] }),
  prepare_show: () => beside,
  prepare_mark: (a) =>
    Object.assign(
      beside.checklist.find((one) => one.id === a.step)!,
      {
        state: a.done ? 'done' : 'open',
        words: a.done ? 'xong 02/10' : 'hạn 04/10',
        done_on: a.done ? '2026-10-02' : null,
        by: a.by,
      },
    ),
  prepare_leave_out: (a) => swap(a.key, 'lines', 'left_out'),
  prepare_bring_back: (a) => swap(a.key, 'left_out', 'lines'),
  prepare_resolution: (a) => {
    const parts = beside.resolution.sections.flatMap((one) => one.parts);
    parts.find((one) => one.part === a.part)!.lines = a.lines.filter((one: string) => one.trim());
  },
  plan_topics: () => ['Phân loại rác tại nguồn', 'Chuyển đổi số ở khu phố'],
  templates_insertables: () => insertables,
  templates_starts: (a) => starts(a.kind),
  templates_save: () => 'mau-1',
  meetings_set: (a) => Object.assign(view, a.change),
  meetings_start: () => Object.assign(view, { state: 'dang_hop', started_at: ago(0) }),
  meetings_end: (a) =>
    Object.assign(view, {
      state: 'da_ket_thuc',
      ended_at: a.at ? `${a.at}:00+07:00` : ago(0),
    }),
  meetings_invitation: () =>
    'Kính gửi: các đồng chí đảng viên Chi bộ Khu phố 12\n\nMời dự sinh hoạt chi bộ thường kỳ tháng 10/2026.\nThời gian: 19 giờ 00, thứ hai, ngày 05/10/2026\nĐịa điểm: Văn phòng khu phố 12',
  pen_pulse: () => ({
    mark: serial,
    pen: { here: !query.has('follow'), device: query.has('follow') ? 'máy 3f2a' : null },
    window: true,
  }),
  pen_take: () => null,
  pen_follow: () => null,
  meetings_undo: () => ({ words: 'ý kiến của đ/c Phạm Thị Ánh', kept: false, passed: [] }),
  meetings_redo: () => ({ words: 'ý kiến của đ/c Phạm Thị Ánh', kept: false, passed: [] }),
  meetings_adopt: () =>
    Object.assign(view, {
      state: 'da_thong_qua',
      version: 1,
      fingerprint: '7F3A 91C2 0B5E',
      adopted_at: ago(0),
    }),
  meetings_amend: () =>
    Object.assign(view, {
      version: view.version + 1,
      fingerprint: '10AB 44F0 93CD',
      adopted_at: ago(0),
    }),
  meetings_begin_amendment: (a) => (view.amending = a.reason),
  meetings_compare: () => compared,
  meetings_pages: () => svgPages,
  meetings_signed: (a) => {
    const one = view.versions.find((line) => line.version === a.version)!;
    one.signed_on = a.on ? '2026-10-06' : null;
  },
  meetings_flaws: () => flaws,
  meetings_mend_words: () => (view.checks = view.checks.filter((one) => one.rule !== 'R21')).length,
  meetings_preview: () => preview(),
  meetings_score: (a) =>
    Object.assign(
      view.score!.items.find((one) => one.id === a.line)!,
      { points: a.points, source: a.reason, changed: true },
    ),
  meetings_clear_score: (a) => {
    const line = view.score!.items.find((one) => one.id === a.line)!;
    Object.assign(line, { points: line.suggested, source: line.figure, changed: false });
  },
  meetings_print: () => null,
  meetings_score_gate: (a) => (view.score!.gate = a.lines ?? []),
  meetings_score_option: (a) => (view.score!.option = a.option ?? 'none'),
  meetings_rate: (a) => (view.score!.rating = a.band ? { band: a.band, paper: a.paper } : null),
  assignments_list: () => [
    {
      ...view.assignments[0]!,
      id: 't1',
      title: 'Vận động 3 hộ hiến đất mở hẻm 9',
      due: '2026-09-30',
      meeting: null,
    },
  ],
  assignments_set: () => (view.checks = view.checks.filter((one) => one.rule !== 'R11')).length,
  assignments_mend: () => (view.checks = view.checks.filter((one) => one.rule !== 'R12')).length,
  meetings_export: (a) => ({
    file: `C:\\Users\\Duc\\Documents\\${a.paper}.${a.format}`,
    bytes: 48_213,
  }),
  agenda_add: (a) =>
    view.agenda.splice(a.after, 0, {
      ...clone(lines[10]!),
      ...a.item,
      id: fresh('a'),
      item: 'khac',
      section: view.agenda[Math.max(0, a.after - 1)]!.section,
      prompt: '',
    }),
  agenda_set: (a) => Object.assign(find(a.id), a.change),
  agenda_move: (a) => {
    const from = view.agenda.indexOf(find(a.id));
    const [item] = view.agenda.splice(from, 1);
    view.agenda.splice(a.to - 1, 0, item!);
  },
  agenda_remove: (a) => (view.agenda = view.agenda.filter((one) => one.id !== a.id)),
  agenda_open: (a) => {
    view.agenda.forEach((one) => one.opened_at && !one.closed_at && (one.closed_at = ago(0)));
    Object.assign(find(a.id), { opened_at: find(a.id).opened_at ?? ago(0), closed_at: null });
  },
  agenda_conclude: (a) => {
    const no = find(a.id).no;
    view.conclusions = [...view.conclusions.filter((one) => one.no !== no), { no, text: a.text }];
  },
  room_attend: (a) =>
    Object.assign(
      view.attendance.find((one) => one.member === a.member)!,
      {
        status: a.status,
        reason: a.reason,
        left_at: null,
        arrived_at: a.status === 'late' ? ago(0) : null,
      },
    ),
  room_attend_all: () =>
    view.attendance.forEach((one) => one.summoned && !one.status && (one.status = 'present')),
  room_leave: (a) => (view.attendance.find((one) => one.member === a.member)!.left_at = ago(0)),
  room_come_back: (a) => (view.attendance.find((one) => one.member === a.member)!.left_at = null),
  room_add_guest: (a) => {
    view.guests.push(a.office ? `${a.name}, ${a.office}` : a.name);
    view.guest_lines.push({ id: fresh('g'), name: a.name, office: a.office, kind: a.kind });
  },
  room_speakers: (a) =>
    view.attendance
      .filter((one) => fits(one.name, a.typed))
      .map((one) => ({
        member: one.member,
        guest: null,
        name: one.name,
        present: here(one),
        spoken: one.spoken,
        asked: view.queue.findIndex((hand) => hand.member === one.member) + 1 || null,
      })),
  queue_raise: (a) =>
    view.queue.push({
      id: fresh('h'),
      member: a.member,
      guest: a.guest,
      name: view.attendance.find((one) => one.member === a.member)?.name ?? a.guest,
    }),
  queue_lower: (a) => (view.queue = view.queue.filter((one) => one.id !== a.id)),
  queue_move: (a) => {
    const from = view.queue.findIndex((one) => one.id === a.id);
    const [hand] = view.queue.splice(from, 1);
    view.queue.splice(a.to - 1, 0, hand!);
  },
  snippets_list: () => [
    { id: 's1', short: 'dn', text: 'Đề nghị chi bộ quan tâm ', own: false },
    { id: 's2', short: 'nt', text: 'Nhất trí với nội dung báo cáo.', own: true },
  ],
  meetings_break: (a) =>
    a.begins ? view.breaks.push({ from: ago(0), to: null }) : (view.breaks.at(-1)!.to = ago(0)),
  votes_history: () => [],
  statements_add: (a) => {
    say(a.item, a.member, a.guest, a.text);
    if (a.draftSlot) slots.removeItem(a.draftSlot);
  },
  statements_set: (a) => (view.statements.find((one) => one.id === a.id)!.text = a.text),
  statements_remove: (a) => (view.statements = view.statements.filter((one) => one.id !== a.id)),
  votes_add: ({ item, counted: { kind, subject, tally } }) =>
    vote(item, kind, subject || find(item).title, tally.for, tally.against, tally.abstain),
  votes_remove: (a) => (view.votes = view.votes.filter((one) => one.id !== a.id)),
  criticism_list: () => [
    {
      id: 'c1',
      meeting: 'm1',
      member: 'p2',
      name: 'Đặng Quốc Bảo',
      kind: 'tu_phe_binh',
      text: 'Chưa đi họp tổ đầy đủ.',
      by: null,
      by_name: null,
      visibility: 'chi_uy',
      accepted: true,
      remedy: 'Dự đủ từ tháng sau',
      due: '2026-11-05',
      follow_up: null,
      at: ago(20),
    },
  ],
  criticism_add: (a) =>
    (view.criticism_counts[a.entry.kind] = (view.criticism_counts[a.entry.kind] ?? 0) + 1),
  assignments_add: (a) =>
    view.assignments.push({
      id: fresh('v'),
      member: a.member,
      name: view.attendance.find((one) => one.member === a.member)!.name,
      title: a.title,
      due: null,
      meeting: 'm1',
      no: find(a.item).no,
      state: 'moi',
      state_words: 'mới',
      result: null,
      overdue: false,
      days_late: null,
    }),
  petitions_add: (a) =>
    view.petitions.push({
      id: fresh('k'),
      text: a.text,
      member: a.member,
      name: view.attendance.find((one) => one.member === a.member)?.name ?? null,
      meeting: 'm1',
      no: find(a.item).no,
      state: 'moi',
      answer: null,
      wants_reply: a.wantsReply,
      at: ago(0),
    }),
  ward_status: () => ({
    server: query.has('alone') ? null : 'https://phuong.example',
    ward: 'Phường Tân Thới Hòa',
  }),
  ward_sync: () => {
    if (query.has('offline'))
      throw { code: 'DB-01', message: 'Không nối được với phường.', hint: 'Thử lại khi có mạng.' };
    return {
      pushed: 12,
      pulled: 0,
      bytes_up: 1,
      bytes_down: 1,
      receipts: 1,
      renewals: 0,
      differing: [],
    };
  },
  drafts_save: (a) => {
    if (query.has('fail'))
      throw {
        code: 'LUU-02',
        message: 'Chưa ghi được xuống đĩa. Chữ vừa gõ vẫn còn trên màn hình.',
        hint: 'Đĩa có thể đã đầy: xóa bớt tệp rồi gõ tiếp.',
      };
    slots.setItem(a.slot, a.value);
    return { slot: a.slot, value: a.value, saved_at: time() };
  },
  drafts_list: (a) =>
    Object.keys(slots)
      .filter((slot) => slot.startsWith(a.prefix))
      .map((slot) => ({ slot, value: slots.getItem(slot), saved_at: time() })),
  drafts_drop: (a) => slots.removeItem(a.slot),
};

if (state !== 'chuan_bi') begin();

export const calls: [string, Args][] = [];
(window as unknown as { calls: typeof calls }).calls = calls;

export async function answer(name: string, args: Record<string, unknown>): Promise<unknown> {
  calls.push([name, args as Args]);
  await new Promise((done) => setTimeout(done, 5));
  const command = commands[name];
  if (!command) throw new Error(`no canned answer for ${name}`);
  return clone(command(args as Args) ?? null);
}
