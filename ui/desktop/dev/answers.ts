// Canned answers of the book, only for looking at screens.
import type { MemberLine } from '../../shared/types/MemberLine';
import { checked, exchangeAnswers, waits } from './exchange';
import { documents, text } from './documents';
import { meeting, meetingLines, today } from './meetings';
import { calendar, rotas, templates, yearPlan } from './plans';
import { desk } from '../meeting/dev/desk';

const names = [
  'Trần Thị Bích Ngọc|Phó Bí thư',
  'Bùi Văn Ân|',
  'Lê Hoàng Ân|',
  'Phạm Thị Ánh|',
  'Đặng Quốc Bảo|Chi ủy viên',
  'Nguyễn Phúc Bảo Châu|',
  'Dương Văn Đức|',
  'Đinh Thị Đào|',
  'Công Tằng Tôn Nữ Hoàng Thị Thanh Hương|Bí thư',
  'Võ Thị Út|',
  'Cao Xuân Uy|',
  'Dương Văn Ưng|',
  'Huỳnh Thị Kim Yến|',
];
const statuses = ['chinh_thuc', 'du_bi', 'mien_sinh_hoat', 'tam_den'] as const;

export const members: MemberLine[] = names.concat(names).map((line, index) => {
  const [name = '', office = ''] = line.split('|');
  const status =
    statuses[index % 7 === 3 ? 1 : index % 11 === 7 ? 2 : index === 12 ? 3 : 0] ?? 'chinh_thuc';
  return {
    id: `m${index}`,
    name,
    status,
    status_words: status,
    kind: 'sinh_hoat',
    standing: status === 'du_bi' ? 'du_bi' : 'chinh_thuc',
    birth: index === 5 ? null : `19${50 + index}-03-21`,
    joined: `19${74 + index}-02-03`,
    official: `19${75 + index}-02-03`,
    phone: index % 3 ? `090312345${index % 10}` : null,
    office: office || null,
    party_years: 52 - index,
  };
});

const task = (id: string, title: string, name: string, more: object) => ({
  id,
  member: 'm4',
  name,
  title,
  due: '2026-10-05',
  meeting: 'k10',
  no: 14,
  state: 'moi',
  state_words: 'mới giao',
  result: null,
  overdue: false,
  days_late: -3,
  ...more,
});
export const tasks = [
  task('t3', 'Thăm đảng viên ốm đau', 'Võ Thị Út', {
    state: 'dang_lam',
    due: null,
    meeting: null,
    no: null,
  }),
  task('t2', 'Rà soát danh sách quần chúng ưu tú', 'Trần Thị Bích Ngọc', {}),
  task('t1', 'Vận động 5 hộ dời vật dụng lấn chiếm hẻm 12', 'Đặng Quốc Bảo', {
    due: '2026-09-28',
    overdue: true,
    days_late: 4,
    state: 'dang_lam',
  }),
  task('t4', 'Phát thư mời họp dân tổ 5', 'Bùi Văn Ân', {
    state: 'xong',
    result: 'Đã phát đủ 42 hộ.',
  }),
];
const petitions = [
  [
    'p1',
    'Đề nghị phường lắp camera đầu hẻm 12, nơi rác thường bị đổ trộm vào ban đêm',
    'Lê Hoàng Ân',
    'moi',
    null,
    true,
  ],
  [
    'p2',
    'Gửi tài liệu trước ba ngày để người lớn tuổi chuẩn bị ý kiến',
    'Phạm Thị Ánh',
    'da_tra_loi',
    'Chi ủy nhận, thực hiện từ tháng 10.',
    false,
  ],
].map(([id, text, name, state, answer, wants_reply]) => ({
  id,
  text,
  member: 'm2',
  name,
  meeting: 'k10',
  no: 11,
  state,
  answer,
  wants_reply,
  at: '2026-09-05T19:49:00+07:00',
}));

const outbox = [
  {
    seq: 41,
    kind: 'report',
    what: 'Biên bản gửi phường',
    published: true,
    held_back: false,
    summary: 'Báo cáo kỳ sinh hoạt — phường đọc được',
    fields: [
      { name: 'Kỳ', label: 'Kỳ', value: 'Sinh hoạt chi bộ thường kỳ tháng 9/2026' },
      { name: 'Có mặt', label: 'Có mặt', value: '21/24 (chính thức 19/20, dự bị 2/2)' },
      { name: 'Chấm điểm', label: 'Chấm điểm', value: '92/100 – Tốt' },
    ],
  },
  ...[42, 43, 44].map((seq) => ({
    seq,
    kind: seq === 44 ? 'criticism' : 'statement',
    what: seq === 44 ? 'Mục tự phê bình, phê bình' : 'Ý kiến phát biểu',
    published: false,
    held_back: false,
    summary: 'Ý kiến — niêm phong, phường không đọc được',
    fields: [
      { name: 'text', label: 'Nội dung', value: '' },
      { name: 'member', label: 'Người phát biểu', value: '' },
    ],
  })),
];

const backups = (empty: boolean) => ({
  folder: 'C:\\Users\\Bi thu\\AppData\\Roaming\\SoChiBo\\sao-luu',
  folder_there: true,
  default_folder: true,
  keep: 10,
  auto: true,
  last: empty
    ? null
    : {
        file: 'so-chi-bo-2026-10-01-211500.sochibo-sao-luu',
        there: true,
        at: '2026-10-01T21:15:00+07:00',
        bytes: 1_240_000,
      },
  files: empty ? 0 : 7,
  fault: null,
});

type Answer = (args: Record<string, unknown>) => unknown;

/** One answer for each command that the screens need. */
export function answers(
  empty: boolean,
  open: { state: string },
  kept: Map<string, string>,
): Record<string, Answer> {
  let joined = !empty;
  const typed = new Map<string, string>();
  const sync = () =>
    joined
      ? waits
        ? {
            state: 'attention',
            words: 'Cần xem lại 4 mục',
            review: [
              '2 chỗ hai máy cùng sửa',
              '1 biên bản đã thông qua mà máy khác sửa sau đó',
              'một máy muốn xóa hơn nửa sổ',
            ],
            pending: 4,
            readable: 1,
          }
        : { state: 'waiting', words: '4 mục chờ gửi', review: [], pending: 4, readable: 1 }
      : {
          state: 'not_enrolled',
          words: 'Chưa ghi danh với phường',
          review: [],
          pending: 0,
          readable: 0,
        };
  const wrong = (code: string, message: string, hint: string) =>
    Promise.reject({ code, message, hint });
  return {
    book_state: () => ({
      state: open.state,
      path: 'C:\\Users\\Bi thu\\AppData\\Roaming\\vn.sochibo\\so.db',
    }),
    // Longer is harder here; the book itself knows better.
    book_judge_passphrase: ({ typed }) => {
      const [strength, words, advice] =
        [...String(typed)].length < 8
          ? [
              'short',
              'Quá ngắn',
              'Cần ít nhất 8 ký tự; bốn, năm từ không liên quan nhau là tốt nhất.',
            ]
          : [...String(typed)].length < 12
            ? ['weak', 'Dễ đoán', 'Thêm một, hai từ nữa, không liên quan với nhau.']
            : ['good', 'Khó đoán', ''];
      return { strength, words, advice, enough: strength === 'good' };
    },
    book_change_passphrase: () => null,
    book_recovery_waits: () => false,
    book_new_recovery: () => 'K7QM-2XWP-9DHR-TB4F-6NCV-8JSA-3EYG',
    book_keep_recovery: () => null,
    book_print_recovery: () => null,
    'plugin:event|listen': () => 0,
    book_create: () => 'K7QM-2XWP-9DHR-TB4F-6NCV-8JSA-3EYG-5ZLU',
    book_unlock: ({ passphrase }) => {
      if (passphrase === 'sai') {
        return wrong(
          'SO-05',
          'Mật khẩu chưa đúng.',
          'Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi gõ lại.',
        );
      }
      open.state = 'open';
      return null;
    },
    book_lock: () => ((open.state = 'locked'), null),
    book_save_recovery: () => ((open.state = 'open'), 'D:\\ma-khoi-phuc.txt'),
    book_frame: () => ({
      cell: 'Khu phố 12',
      cell_type: 'khu_pho',
      ward: 'Phường Tân Thới Hòa',
      assignments_due: empty ? 0 : 1,
      petitions_open: empty ? 0 : 1,
      documents_unread: empty ? 0 : 2,
      in_session: false,
      sync: sync(),
    }),
    book_today: () => today(empty, tasks, sync()),
    book_cell: () => ({
      name: 'Khu phố 12',
      cell_type: 'khu_pho',
      ward: 'Phường Tân Thới Hòa',
      place: 'Văn phòng khu phố 12',
      has_committee: true,
    }),
    book_set_cell: () => null,
    book_search: ({ words }) => [
      { kind: 'member', id: 'm6', title: 'Dương Văn Đức', snippet: 'Dương Văn Đức', meeting: null },
      {
        kind: 'meeting',
        id: 'k9',
        title: 'Sinh hoạt chi bộ thường kỳ tháng 9/2026',
        snippet: '',
        meeting: 'k9',
      },
      {
        kind: 'statement',
        id: 's1',
        title: 'đ/c Lê Hoàng Ân',
        snippet: `… ${String(words)} … xin linh hoạt giờ sinh hoạt`,
        meeting: 'k9',
      },
    ],
    book_doctor: () => checked,
    book_repair: () => checked,
    members_list: () => (empty ? [] : members),
    members_set: () => null,
    members_add: () => 'm99',
    members_remove: () => null,
    members_read_csv: () => ({
      taken: members.slice(0, 9),
      fixed: [
        {
          row: 4,
          field: 'điện thoại',
          from: '903123456',
          to: '0903123456',
          why: 'Excel bỏ mất số 0 ở đầu',
        },
      ],
      refused: [{ row: 8, why: 'Ngày sinh “31/2/1960” không có trên lịch.' }],
    }),
    members_keep: () => 8,
    meetings_list: () => (empty ? [] : meetingLines),
    meetings_show: ({ id }) => meeting(String(id), members),
    meetings_prepare: () => null,
    meetings_export: () => ({ file: 'D:\\Biên bản tháng 9-2026.docx', bytes: 48213 }),
    plan_calendar: ({ month }) => calendar(String(month ?? '2026-10')),
    plan_year: ({ year }) => yearPlan(Number(year), empty),
    plan_rotas: () => rotas(empty),
    plan_topics: () => [],
    templates_list: () => templates,
    templates_starts: () => templates,
    prepare_show: () => desk([]),
    assignments_list: () => (empty ? [] : tasks),
    assignments_set: () => null,
    assignments_add: () => 't9',
    documents_list: () => (empty ? [] : documents),
    documents_show: ({ id }) => ({ ...documents.find((one) => one.id === id), text }),
    documents_read: () => null,
    documents_put: () => 'k10',
    documents_take_out: () => 'k10',
    petitions_list: () => (empty ? [] : petitions),
    petitions_set: () => null,
    petitions_add: () => 'p9',
    ward_status: () => ({
      device: '7f3a91c2',
      pending: 4,
      last_sync: joined ? '2026-10-01T21:14:00+07:00' : null,
      server: joined ? 'https://phuong.example.vn:8443' : null,
      ward: joined ? 'Phường Tân Thới Hòa' : null,
      conflicts: 0,
      waiting_removals: 0,
      quarantined: 0,
      clock_offset_ms: 240_000,
      acknowledged: 40,
      receipt_at: joined ? '2026-10-01T21:14:03+07:00' : null,
      book: 'so.db',
    }),
    devices_list: () => ({
      secretary: true,
      online: true,
      recovery_due: true,
      devices: [
        {
          id: 'd1',
          name: 'Máy của bí thư',
          role: 'bi_thu',
          this: true,
          revoked: false,
          operations: 812,
        },
        {
          id: 'd2',
          name: 'Máy của phó bí thư, để ở văn phòng khu phố',
          role: 'chi_uy',
          holder_name: 'Trần Thị Bích Ngọc',
          this: false,
          revoked: false,
          operations: 120,
        },
        {
          id: 'd3',
          name: 'Máy cũ',
          role: 'bi_thu',
          this: false,
          revoked: true,
          operations: 3044,
        },
      ],
      requests: [
        {
          id: 'd4',
          asked_at: '2026-10-05T19:02:00+07:00',
          number: '482 913',
          state: 'comparing',
        },
      ],
    }),
    devices_joining: () => joining,
    devices_advance: () => joining,
    backup_status: () => backups(empty),
    backup_make: () => backups(false),
    backup_save: () => backups(false).last,
    backup_set: () => backups(false),
    backup_pick_folder: () => 'E:\\Sao luu',
    backup_pick_file: () => 'E:\\so-chi-bo.sochibo-sao-luu',
    backup_restore: () =>
      wrong(
        'SL-02',
        'Tệp sao lưu bị cắt ngắn, chưa chép xong. Chưa khôi phục gì; sổ đang có vẫn còn nguyên.',
        'Chép lại tệp từ USB, hoặc dùng một bản sao lưu khác.',
      ),
    usb_write: () => ({
      file: 'E:\\Gui phuong.sochibo-usb',
      bytes: 18_211,
      operations: 4,
      readable: 1,
    }),
    usb_read: () => ({ file: 'E:\\ve.sochibo-usb', new: 0, receipts: 1, acknowledged: 4 }),
    audit_quarantine: () => [],
    audit_declare_not_secret: () => 1,
    audit_list: () =>
      empty
        ? []
        : ['Gửi về phường', 'Xem mục hạn chế', 'Xuất ra tệp'].map((words, n) => ({
            id: `a${n}`,
            act: 'view',
            words,
            at: `2026-10-01T21:1${n}:00+07:00`,
            device: '7f3a91c2-0000',
            this_device: n !== 1,
            what: n === 0 ? 'Qua mạng' : n === 1 ? 'Mục tự phê bình, phê bình' : 'Biên bản',
            subject_kind: 'criticism',
            subject: null,
            count: n === 0 ? 1 : null,
          })),
    ...exchangeAnswers(empty),
    ward_outbox: () => (empty ? [] : outbox),
    ward_enrol: () => ((joined = true), null),
    ward_sync: () =>
      wrong(
        'DB-01',
        'Chưa nối được với máy chủ phường.',
        'Không mất gì. Khi có mạng, bấm “Gửi bây giờ” lần nữa.',
      ),
    settings_get: ({ name }) => kept.get(String(name)) ?? null,
    settings_set: ({ name, value }) => (kept.set(String(name), String(value)), null),
    drafts_list: ({ prefix }) =>
      [...typed]
        .filter(([slot]) => slot.startsWith(String(prefix)))
        .map(([slot, value]) => ({ slot, value, saved_at: '19:42:07' })),
    drafts_save: ({ slot, value }) => {
      typed.set(String(slot), String(value));
      return { slot, value, saved_at: '19:42:07' };
    },
    drafts_drop: ({ slot }) => (typed.delete(String(slot)), null),
  };
}

/** A device on its way in, as it waits for a person. */
const joining = {
  state: 'comparing',
  ward: 'Đảng ủy phường Tân Thới Hòa',
  cell: 'Khu phố 12',
  number: '482 913',
  matches: false,
  taken: 0,
  total: 0,
};
