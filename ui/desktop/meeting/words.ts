// Every text of the meeting's screens.
import type { AssignmentState } from '../../shared/types/AssignmentState';
import type { AttendanceStatus } from '../../shared/types/AttendanceStatus';
import type { CriticismKind } from '../../shared/types/CriticismKind';
import type { MeetingKind } from '../../shared/types/MeetingKind';
import type { MemberStatus } from '../../shared/types/MemberStatus';
import type { Visibility } from '../../shared/types/Visibility';
import type { VoteForm } from '../../shared/types/VoteForm';
import type { VoteKind } from '../../shared/types/VoteKind';

const two = (n: number) => String(n).padStart(2, '0');

export const kinds: Record<MeetingKind, string> = {
  thuong_ky: 'Thường kỳ',
  chuyen_de: 'Chuyên đề',
  ket_hop: 'Thường kỳ kết hợp chuyên đề',
  chi_uy: 'Họp chi ủy',
  bat_thuong: 'Bất thường',
};

export const voteKinds: Record<VoteKind, string> = {
  thuong: 'Việc thường (hơn một nửa)',
  ket_nap: 'Kết nạp đảng viên (ít nhất hai phần ba)',
  cong_nhan: 'Công nhận đảng viên chính thức (ít nhất hai phần ba)',
  ky_luat_nhe: 'Kỷ luật khiển trách, cảnh cáo (hơn một nửa)',
  ky_luat_nang: 'Kỷ luật cách chức, khai trừ (ít nhất hai phần ba)',
};

export const voteForms: Record<VoteForm, string> = { gio_tay: 'Giơ tay', phieu_kin: 'Phiếu kín' };

export const attendance: Record<AttendanceStatus, string> = {
  present: 'Có mặt',
  late: 'Đến muộn',
  excused: 'Vắng có lý do',
  unexcused: 'Vắng không lý do',
};

export const memberStatus: Record<MemberStatus, string> = {
  chinh_thuc: '',
  du_bi: 'dự bị',
  mien_sinh_hoat: 'miễn sinh hoạt',
  tam_den: 'sinh hoạt tạm đến',
  tam_di: 'sinh hoạt tạm nơi khác',
  chuyen_di: 'đã chuyển đi',
  dinh_chi: 'bị đình chỉ',
  xoa_ten: 'đã xóa tên',
  khai_tru: 'đã khai trừ',
  tu_tran: 'từ trần',
};

export const criticismKinds: Record<CriticismKind, string> = {
  tu_phe_binh: 'Tự phê bình',
  phe_binh: 'Phê bình',
  gop_y: 'Góp ý',
  bieu_duong: 'Biểu dương',
  nhac_nho: 'Nhắc nhở',
};

export const visibilities: Record<Visibility, string> = {
  noi_bo: 'Nội bộ chi bộ',
  chi_uy: 'Trong chi ủy',
  bi_thu: 'Chỉ bí thư',
};

export const assignmentStates: Record<AssignmentState, string> = {
  moi: 'mới giao',
  dang_lam: 'đang làm',
  xong: 'xong',
  tre: 'trễ',
  huy: 'đã hủy',
};

export const words = {
  back: 'Về danh sách',
  loading: 'Đang mở kỳ sinh hoạt…',
  tabs: { prepare: 'Chuẩn bị', record: 'Ghi biên bản', closing: 'Kết thúc & gửi' },
  tabList: 'Ba bước của kỳ sinh hoạt',
  comrade: 'đ/c',
  noTime: 'chưa định giờ',
  noPlace: 'chưa định địa điểm',
  chairedBy: (name: string) => `Chủ trì: ${name}`,
  noChair: 'Chưa có chủ trì',
  startedAt: (time: string) => `Bắt đầu ${time}`,
  endedAt: (time: string) => `Kết thúc ${time}`,
  minutesOf: (done: number, planned: number) => `${done}/${planned} phút`,
  minutes: (n: number) => `${n} phút`,
  saved: (time: string) => `Đã lưu ${time}`,
  start: 'Bắt đầu họp',
  end: 'Kết thúc…',
  close: 'Đóng',
  cancel: 'Thôi',
  keep: 'Ghi vào biên bản',
  done: 'Xong',
  edit: 'Sửa',
  remove: 'Bỏ',
  undo: 'Hoàn tác',
  choose: 'Chọn…',
  code: (code: string) => `Mã: ${code}`,
  unknownFault: {
    code: 'MH-00',
    message:
      'Màn hình gặp trục trặc nên việc vừa rồi chưa làm xong. Những gì đã lưu vẫn còn nguyên.',
    hint: 'Bấm lại một lần nữa. Nếu vẫn vậy, đóng sổ rồi mở lại.',
  },
};

export const made = {
  title: 'Kỳ sinh hoạt mới',
  kind: 'Loại kỳ',
  month: 'Tháng',
  year: 'Năm',
  day: 'Ngày',
  time: 'Giờ',
  place: 'Địa điểm (để trống: nơi thường dùng)',
  topic: 'Chuyên đề',
  purpose: 'Mục đích của kỳ bất thường',
  make: 'Lập kỳ sinh hoạt',
  hint: 'Chương trình được lập sẵn theo mẫu của loại kỳ này; sau đó sửa được từng mục.',
  dayHint: 'ngày/tháng/năm, ví dụ 05/10/2026',
  timeHint: 'ví dụ 19:00',
  wrong: {
    day: 'Chưa đọc được ngày. Ghi ngày/tháng/năm, ví dụ 05/10/2026.',
    time: 'Chưa đọc được giờ. Ghi như 19:00 hoặc 19h30.',
    noDay: 'Đã có giờ nhưng chưa có ngày. Ghi ngày họp, hoặc xóa giờ.',
    noTime: 'Đã có ngày nhưng chưa có giờ. Ghi giờ họp, hoặc xóa ngày.',
  },
  monthNo: (no: number) => `Tháng ${no}`,
};

export const prepare = {
  agenda: 'Chương trình',
  enough: (sum: number, least: number) => `${sum}/${least} phút – đủ mức tối thiểu`,
  short: (sum: number, least: number) => `${sum}/${least} phút – còn thiếu ${least - sum} phút`,
  noLeast: (sum: number) => `${sum} phút`,
  add: 'Thêm mục…',
  addKeep: 'Thêm vào chương trình',
  needsTitle: 'Ghi nội dung của mục.',
  needsMinutes: 'Số phút chỉ ghi chữ số.',
  placeInAgenda: 'Vị trí',
  addTitle: 'Thêm mục vào chương trình',
  own: 'Mục tự đặt',
  usual: 'Mục thường dùng',
  afterNo: 'Đặt sau mục',
  first: 'Đặt đầu tiên',
  itemTitle: 'Nội dung',
  presenter: 'Người trình bày',
  itemMinutes: 'Số phút',
  vote: 'Biểu quyết',
  noVote: 'Không biểu quyết',
  up: (no: number) => `Đưa mục ${no} lên`,
  down: (no: number) => `Đưa mục ${no} xuống`,
  drag: 'Kéo để đổi chỗ',
  editItem: (no: number, title: string) => `Sửa mục ${no}: ${title}`,
  moveKeys: 'Đổi chỗ: kéo, hoặc Alt+↑, Alt+↓',
  removed: (title: string) => `Đã bỏ mục “${title}”.`,
  chair: 'Chủ trì',
  scribe: 'Thư ký',
  nobody: 'Chưa chọn',
  when: 'Thời gian',
  place: 'Địa điểm',
  topic: 'Chuyên đề',
  day: 'Ngày',
  time: 'Giờ',
  invitation: 'Giấy mời',
  showInvitation: 'Xem giấy mời…',
  copy: 'Chép để dán vào Zalo',
  copied: 'Đã chép. Mở Zalo rồi dán (Ctrl+V).',
  notCopied: 'Máy không cho chép. Bôi đen phần chữ trên rồi bấm Ctrl+C.',
  word: 'Tệp Word',
  pdf: 'Tệp PDF',
  wrote: (file: string) => `Đã ghi tệp: ${file}`,
  empty: 'Chưa có mục nào. Bấm “Thêm mục…” để bắt đầu.',
  usualItems: [
    { title: 'Xét đối tượng đi học lớp nhận thức về Đảng', minutes: 10, vote: 'thuong' },
    { title: 'Xét kết nạp đảng viên', minutes: 10, vote: 'ket_nap' },
    { title: 'Xét công nhận đảng viên chính thức', minutes: 10, vote: 'cong_nhan' },
    { title: 'Phân công đảng viên giúp đỡ', minutes: 3, vote: 'thuong' },
    { title: 'Xét kỷ luật', minutes: 15, vote: null },
    { title: 'Chuyển sinh hoạt đảng', minutes: 3, vote: null },
    { title: 'Xét miễn công tác và sinh hoạt đảng', minutes: 5, vote: 'thuong' },
    { title: 'Nhận xét đảng viên đang công tác theo Quy định 213-QĐ/TW', minutes: 5, vote: null },
  ] satisfies { title: string; minutes: number; vote: VoteKind | null }[],
};

export const record = {
  agenda: 'Chương trình',
  room: 'Trong phòng',
  sideSwitch: 'Xem chương trình hay trong phòng',
  spent: (done: number, planned: number) => `đã ${done} phút, dự kiến ${planned}`,
  over: (minutes: number) => `quá ${minutes}′`,
  notStarted: 'Kỳ này chưa bắt đầu. Bấm “Bắt đầu họp” khi mọi người đã vào chỗ.',
  prepareFirst: 'Xem lại chương trình',
  adoptedNote: (version: number) =>
    `Biên bản đã thông qua (bản ${version}). Sửa ở đây chưa đổi bản đó; muốn đổi, sang bước 3, “Sửa đổi có lý do”.`,
  looking: (no: number) => `Cuộc họp đang ở mục ${no}.`,
  backToCurrent: (no: number) => `Về mục ${no}`,
  goOnHere: 'Họp sang mục này',
  itemStatements: (n: number) => `${n} ý kiến`,
  noStatements: 'Chưa có ý kiến ở mục này. Gõ vài chữ của tên người nói vào ô bên dưới.',
  prompt: 'Gợi ý:',
  presenter: 'Trình bày:',
  conclusion: 'Kết luận của chủ trì',
  conclusionAdd: 'Ghi kết luận của chủ trì…',
  conclusionEmpty: 'Ghi kết luận của mục này (nếu có)',
  statementText: (name: string) => `Sửa ý kiến của ${name}`,
  removeStatement: 'Bỏ ý kiến này',
  removedStatement: (name: string) => `Đã bỏ ý kiến của đ/c ${name}.`,
  passed: 'Được thông qua',
  failed: 'Không được thông qua',
  tally: (yes: number, no: number, none: number) =>
    `${yes} tán thành · ${no} không tán thành · ${none} không có ý kiến`,
  needed: (need: number, base: number) => `cần ít nhất ${need}/${base}`,
  voteTag: 'Biểu quyết',
  removeVote: 'Bỏ lần biểu quyết này',
  removedVote: (subject: string) => `Đã bỏ lần biểu quyết “${subject}”.`,
  reserved: 'Bảo lưu:',
  assignmentTag: 'Phân công',
  due: (day: string) => `hạn ${day}`,
  petitionTag: 'Kiến nghị',
  wantsReply: 'cần phường trả lời',
  criticismTag: 'Tự phê bình và phê bình',
  showCriticism: 'Hiện nội dung',
  hideCriticism: 'Che nội dung',
  removeCriticism: 'Bỏ mục này',
  removedCriticism: (name: string) => `Đã bỏ mục về đ/c ${name}.`,
  about: (kind: string, name: string) => `${kind}: đ/c ${name}`,
  raisedBy: (name: string) => `do đ/c ${name} nêu`,
  accepted: 'tiếp thu',
  notAccepted: 'bảo lưu',
  remedy: 'Khắc phục:',
  sayBox: 'Dòng ghi ý kiến',
  speaker: 'Ai phát biểu?',
  speakerHint: 'Gõ vài chữ của tên',
  speakers: 'Những người khớp',
  nobodyFits: 'Không có ai khớp với chữ đã gõ. Khách mời thì thêm ở Điểm danh (F8).',
  guest: 'khách mời',
  absent: 'chưa điểm danh có mặt',
  spokenTimes: (n: number) => (n ? `đã nói ${n} lần` : 'chưa phát biểu'),
  changeSpeaker: (name: string) => `Đang ghi đ/c ${name}. Bấm để đổi người`,
  text: 'Nội dung phát biểu',
  textHint: 'Ghi điều đồng chí ấy nói…',
  sayDone: 'Xong',
  sayDoneLong: 'Xong, người tiếp theo (Ctrl+Enter)',
  sayDoneKey: 'Ctrl+Enter',
  otherItem: (no: number) => `Câu này thuộc mục ${no}.`,
  moveHere: 'Ghi vào mục đang mở',
  restored: 'Đã mở lại câu đang ghi dở.',
  needsSpeaker: 'Chọn người phát biểu rồi mới ghi được vào biên bản. Câu vừa gõ vẫn còn đây.',
  needsText: 'Chưa có nội dung phát biểu.',
  present: (present: number, summoned: number) => `Có mặt ${present}/${summoned}`,
  classes: (official: number, probationary: number, exempt: number) =>
    `Chính thức ${official} · dự bị ${probationary}` +
    (exempt ? ` · được miễn vẫn dự ${exempt}` : ''),
  absentees: (excused: number, unexcused: number, late: number) =>
    `Vắng có lý do ${excused} · không lý do ${unexcused} · đến muộn ${late}`,
  base: (n: number) => `Được biểu quyết: ${n}`,
  silent: (n: number) => `Chưa phát biểu (${n})`,
  allSpoke: 'Mọi đồng chí có mặt đều đã phát biểu.',
  rollFirst: 'Chưa điểm danh. Bấm Điểm danh (F8).',
  letSpeak: (name: string) => `Ghi ý kiến của đ/c ${name}`,
  spoke: (spoken: number, present: number, percent: number) =>
    `Đã phát biểu ${spoken}/${present} (${percent}%)`,
  spokeHint: 'Trên 50% được điểm tối đa mục 4đ',
  guests: (n: number) => `Khách mời (${n})`,
  keyBar: 'Việc khi ghi biên bản',
  acts: {
    say: 'Ý kiến',
    next: 'Mục tiếp theo',
    vote: 'Biểu quyết',
    assign: 'Phân công',
    criticise: 'Phê bình',
    attend: 'Điểm danh',
    petition: 'Kiến nghị',
  },
  half: 'dở',
};

export const roll = {
  title: 'Điểm danh',
  help: 'Bấm ↑ ↓ để chuyển người. Phím 1 có mặt, 2 đến muộn, 3 vắng có lý do, 4 vắng không lý do.',
  all: 'Tất cả có mặt',
  list: 'Danh sách đảng viên',
  reason: (name: string) => `Lý do vắng của đ/c ${name}`,
  reasonHint: 'Lý do (chỉ lưu trong chi bộ)',
  notCalled: 'chưa gọi',
  left: (time: string) => `về lúc ${time}`,
  arrived: (time: string) => `đến lúc ${time}`,
  leave: 'Về sớm',
  leaveOf: (name: string) => `Đ/c ${name} về sớm`,
  guestName: 'Họ tên khách mời',
  guestOffice: 'Chức vụ, đơn vị',
  addGuest: 'Thêm khách mời',
  noMembers: 'Sổ chưa có đảng viên nào. Vào “Đảng viên” để thêm.',
};

export const ballot = {
  title: 'Biểu quyết',
  subject: 'Nội dung biểu quyết',
  kind: 'Loại việc',
  form: 'Hình thức',
  tally: 'Số phiếu',
  yes: 'Tán thành',
  no: 'Không tán thành',
  none: 'Không có ý kiến',
  reserved: 'Ý kiến bảo lưu (nếu có)',
  everyone: (n: number) => `Tất cả ${n} đồng chí tán thành`,
  base: (n: number) => `N = ${n}`,
  needs: (need: number, base: number) => `Cần ít nhất ${need}/${base} phiếu tán thành.`,
  passes: (yes: number, base: number) => `${yes}/${base} tán thành: được thông qua.`,
  fails: (yes: number, base: number, need: number) =>
    `${yes}/${base} tán thành, còn thiếu ${need - yes}: không được thông qua.`,
  waiting: 'Ghi số phiếu để biết kết quả.',
  tooMany: (cast: number, voters: number) =>
    `Cộng lại ${cast} phiếu, nhiều hơn ${voters} đảng viên chính thức đang có mặt. Đếm lại, hoặc điểm danh lại (F8).`,
  missing: (n: number) => `Còn ${n} đồng chí có mặt chưa thấy trong số phiếu.`,
  notANumber: 'Ba ô số phiếu chỉ ghi chữ số.',
};

export const assigned = {
  title: 'Phân công nhiệm vụ',
  who: 'Giao cho ai',
  what: 'Việc',
  due: 'Hạn (ngày/tháng/năm)',
  dueHint: 'ví dụ 28/10/2026; để trống nếu chưa định hạn',
  needsWho: 'Chọn đồng chí nhận việc.',
  needsWhat: 'Ghi việc được giao.',
};

export const criticised = {
  title: 'Tự phê bình và phê bình',
  quiet: 'Chỉ số lượng vào báo cáo gửi phường. Nội dung ở lại chi bộ.',
  kind: 'Loại',
  who: 'Về đồng chí',
  by: 'Người nêu',
  byNobody: 'không ghi',
  text: 'Nội dung',
  prompts:
    'Gợi ý: tiến độ nhiệm vụ được giao; thực hiện cam kết hằng năm; nêu gương; ý kiến nhân dân.',
  visibility: 'Ai được đọc',
  answer: 'Trả lời',
  answers: { none: 'Chưa trả lời', yes: 'Tiếp thu', no: 'Bảo lưu' },
  remedy: 'Biện pháp khắc phục',
  due: 'Hạn khắc phục (ngày/tháng/năm)',
  needsWho: 'Chọn đồng chí mà mục này nói về.',
  needsText: 'Ghi nội dung.',
};

export const petitioned = {
  title: 'Kiến nghị',
  who: 'Người nêu (nếu cần ghi)',
  whoNobody: 'không ghi tên',
  text: 'Nội dung kiến nghị',
  reply: 'Cần phường trả lời',
  needsText: 'Ghi nội dung kiến nghị.',
};

export const pick = {
  hint: 'gõ vài chữ của tên',
  change: 'Đổi',
  clear: 'Bỏ chọn',
};

export const ending = {
  title: 'Kết thúc kỳ sinh hoạt?',
  what: 'Sổ ghi giờ kết thúc là bây giờ và đóng mục đang họp.',
  after: 'Biên bản vẫn sửa được cho đến khi bấm “Thông qua”. Chưa có gì được gửi đi.',
  unfinished: 'Còn một câu đang ghi dở, chưa vào biên bản. Câu ấy vẫn được giữ ở bước 2.',
  short: (done: number, least: number) => `Mới họp ${done} phút, mức tối thiểu là ${least} phút.`,
  confirm: 'Kết thúc kỳ sinh hoạt',
  stay: 'Họp tiếp',
};

export const closing = {
  next: (title: string) => `Tiếp: ${title}`,
  steps: 'Các việc sau khi họp',
  notEnded:
    'Kỳ này chưa kết thúc. Họp xong, bấm “Kết thúc…” ở bước 2; khi đó chấm điểm, thông qua và gửi ở đây.',
  toRecord: 'Về ghi biên bản',
  check: {
    title: 'Xem lại',
    none: 'Không thấy chỗ nào cần sửa.',
    some: (n: number) => `${n} việc cần xem`,
    go: 'Đến chỗ sửa',
    levels: { block: 'Phải sửa', warn: 'Nên sửa', hint: 'Gợi ý' } as Record<string, string>,
  },
  score: {
    title: 'Chấm điểm',
    sheet: 'Phiếu chấm điểm',
    total: (points: string, band: string) => `${points} điểm – ${band}`,
    line: 'Tiêu chí',
    points: 'Điểm',
    source: 'Vì sao',
    change: (title: string) => `Sửa điểm: ${title}`,
    changed: 'sửa tay',
    suggested: (points: string) => `Số liệu gợi ý: ${points} điểm`,
    given: 'Điểm chấm',
    max: (points: string) => `tối đa ${points}`,
    reason: 'Lý do',
    needsPoints: (max: string) => `Ghi điểm từ 0 đến ${max}.`,
    needsReason: 'Ghi lý do sửa điểm.',
    save: 'Ghi điểm',
  },
  read: {
    title: 'Đọc lại',
    present: 'Có mặt',
    room: (c: { present: number; summoned: number; excused: number; unexcused: number }) =>
      `Có mặt ${two(c.present)}/${two(c.summoned)} đảng viên; vắng có lý do ${two(c.excused)}, vắng không lý do ${two(c.unexcused)}.`,
    guests: 'Khách mời:',
    scribe: (name: string) => `Thư ký: ${name}.`,
    none: 'Không có ý kiến.',
    conclusion: 'Kết luận:',
    assignments: 'Phân công nhiệm vụ',
    petitions: 'Kiến nghị',
    criticism: 'Tự phê bình và phê bình',
    time: (from: string, to: string) => `Bắt đầu ${from}, kết thúc ${to}.`,
  },
  adopt: {
    title: 'Thông qua',
    button: 'Thông qua biên bản…',
    lead: 'Đọc biên bản trước chi bộ, biểu quyết, rồi bấm Thông qua. Bên dưới là những gì phường sẽ đọc được và những gì ở lại.',
    blocked: (n: number) => `Còn ${n} việc phải sửa trước khi thông qua.`,
    ask: 'Thông qua biên bản?',
    facts: (name: string) => [
      `“${name}” được khóa lại thành bản 1, có dấu kiểm để đối chiếu với bản giấy.`,
      'Sau đó không sửa được bản này. Muốn đổi phải lập bản sửa đổi, có ghi lý do; bản cũ vẫn còn.',
      'Chưa gửi gì đi: gửi về phường là bước riêng, sau khi xem những gì sẽ gửi.',
    ],
    confirm: 'Thông qua và khóa lại',
    stay: 'Chưa thông qua',
    done: (time: string, version: number) => `đã thông qua ${time} · bản ${version} · dấu kiểm`,
    doneTitle: 'Biên bản đã thông qua',
  },
  amend: {
    button: 'Sửa đổi có lý do…',
    title: 'Lập bản sửa đổi',
    what: (version: number) =>
      `Lập bản ${version + 1} từ nội dung đang có trong sổ. Bản ${version} vẫn được giữ nguyên, dấu kiểm mới khác dấu kiểm cũ. Bản mới phải gửi lại phường.`,
    reason: 'Lý do sửa đổi',
    needsReason: 'Ghi lý do sửa đổi; lý do được in trong biên bản.',
    confirm: 'Lập bản sửa đổi',
  },
  papers: {
    title: 'Giấy tờ',
    draft: 'Biên bản chưa thông qua: giấy in bây giờ là dự thảo, chưa có dấu kiểm.',
    lead: 'In, ký và lưu bản giấy. Dấu kiểm in ở cuối trang khớp với bản trong sổ.',
    names: {
      bien_ban: 'Biên bản',
      nghi_quyet: 'Nghị quyết',
      ket_luan: 'Kết luận',
      phieu_cham_diem: 'Phiếu chấm điểm',
      chuong_trinh: 'Chương trình',
      giay_moi: 'Giấy mời',
    },
    wait: 'Đang ghi tệp…',
  },
  send: {
    title: 'Gửi về phường',
    question: (ward: string) => `${ward} sẽ đọc được những gì?`,
    someWard: 'Đảng ủy phường',
    sent: 'Gửi đi',
    sentTitle: 'Biên bản đã thông qua',
    sentSoon: 'Biên bản sau khi thông qua',
    kept: 'Ở lại chi bộ',
    keptTitle: 'Phường không đọc được',
    share:
      'Chỉ những dòng ở ô “Gửi đi” là phường đọc được. Tự phê bình và phê bình chỉ gửi số lượng.',
    button: 'Gửi về phường',
    again: 'Gửi lại',
    wait: 'Đang gửi… Cứ làm việc khác, sổ vẫn gửi tiếp.',
    received: (time: string) => `Phường đã nhận lúc ${time}. Có biên nhận trong sổ.`,
    done: (pushed: number, receipts: number) =>
      receipts > 0
        ? `Đã gửi ${pushed} mục, phường đã ký biên nhận.`
        : pushed > 0
          ? `Đã gửi ${pushed} mục, đang chờ biên nhận của phường.`
          : 'Không còn mục nào chờ gửi.',
    offline: 'Chưa có mạng. Biên bản đã nằm an toàn trong sổ, gửi sau.',
    notEnrolled:
      'Sổ này chưa nối với phường nên chưa gửi được. Vào “Đồng bộ”, nhập địa chỉ và mã ghi danh do văn phòng đảng ủy cấp. Biên bản vẫn nằm an toàn trong sổ; có thể in bản giấy để nộp.',
    adoptFirst: 'Thông qua biên bản trước, rồi mới gửi được.',
    state: { sent: 'đã nhận', waiting: 'chưa gửi' },
  },
};
