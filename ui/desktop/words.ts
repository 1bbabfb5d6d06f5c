// Every text of the window, by screen. The meeting's three tabs have their own (`meeting/words.ts`).
import type { AssignmentState } from '../shared/types/AssignmentState';
import type { CellType } from '../shared/types/CellType';
import type { MeetingKind } from '../shared/types/MeetingKind';
import type { MeetingState } from '../shared/types/MeetingState';
import type { MemberKind } from '../shared/types/MemberKind';
import type { MemberStatus } from '../shared/types/MemberStatus';
import type { PetitionState } from '../shared/types/PetitionState';
import type { Screen } from './lib/route.svelte';

export const cellTypes: Record<CellType, string> = {
  khu_pho: 'Khu phố, thôn, tổ dân phố',
  co_quan_su_nghiep: 'Cơ quan, đơn vị sự nghiệp',
  truong_hoc: 'Trường học',
  dn_nha_nuoc: 'Doanh nghiệp nhà nước',
  dn_tu_nhan_fdi: 'Doanh nghiệp tư nhân, vốn nước ngoài',
  sinh_vien: 'Học sinh, sinh viên',
  luc_luong_vu_trang: 'Lực lượng vũ trang',
};

export const memberStatuses: Record<MemberStatus, string> = {
  chinh_thuc: 'Chính thức',
  du_bi: 'Dự bị',
  mien_sinh_hoat: 'Miễn sinh hoạt',
  tam_den: 'Sinh hoạt tạm thời (đến)',
  tam_di: 'Sinh hoạt tạm thời (đi)',
  chuyen_di: 'Đã chuyển đi',
  dinh_chi: 'Đình chỉ sinh hoạt',
  xoa_ten: 'Đã xóa tên',
  khai_tru: 'Đã khai trừ',
  tu_tran: 'Đã từ trần',
};

export const memberKinds: Record<MemberKind, string> = {
  sinh_hoat: 'Sinh hoạt tại chi bộ',
  gioi_thieu_213: 'Giới thiệu về nơi cư trú (213)',
};

export const meetingKinds: Record<MeetingKind, string> = {
  thuong_ky: 'Thường kỳ',
  chuyen_de: 'Chuyên đề',
  ket_hop: 'Kết hợp chuyên đề',
  chi_uy: 'Họp chi ủy',
  bat_thuong: 'Bất thường',
};

export const meetingStates: Record<MeetingState, string> = {
  chuan_bi: 'đang chuẩn bị',
  dang_hop: 'đang họp',
  da_ket_thuc: 'chờ thông qua biên bản',
  da_thong_qua: 'đã thông qua',
};

export const assignmentStates: Record<AssignmentState, string> = {
  moi: 'Mới giao',
  dang_lam: 'Đang làm',
  xong: 'Xong',
  tre: 'Trễ hạn',
  huy: 'Đã hủy',
};

export const petitionStates: Record<PetitionState, string> = {
  moi: 'Mới nêu',
  da_tra_loi: 'Đã trả lời',
  da_chuyen: 'Đã chuyển cấp trên',
  da_giai_quyet: 'Đã giải quyết',
};

export const screenNames: Record<Screen, string> = {
  'hom-nay': 'Hôm nay',
  'sinh-hoat': 'Sinh hoạt',
  'dang-vien': 'Đảng viên',
  'nhiem-vu': 'Nhiệm vụ',
  'kien-nghi': 'Kiến nghị',
  'van-ban': 'Văn bản',
  'bao-cao': 'Báo cáo',
  'dong-bo': 'Đồng bộ',
  'tro-giup': 'Trợ giúp',
  'cai-dat': 'Cài đặt',
};

const secretNotice = 'Không soạn, không lưu, không gửi tài liệu bí mật nhà nước bằng phần mềm này.';

/** The words of the cell's own data, used by the first run and by the settings. */
const cell = {
  name: 'Tên chi bộ',
  nameHint: 'Không cần chữ “Chi bộ”. Ví dụ: Khu phố 12',
  type: 'Loại hình chi bộ',
  ward: 'Đảng bộ cấp trên',
  wardHint: 'Ví dụ: Phường Tân Thới Hòa',
  place: 'Nơi sinh hoạt thường dùng',
  placeHint: 'Ví dụ: Văn phòng khu phố 12',
  committee: 'Chi bộ có chi ủy',
  committeeHint: 'Không có chi ủy thì bí thư và phó bí thư hội ý trước kỳ sinh hoạt.',
  minimum: 'Số phút tối thiểu của một kỳ sinh hoạt',
  minimumHint: 'Để trống nếu phường không quy định khác hướng dẫn.',
  minimumWrong: 'Ghi số phút, từ 1 đến 480, hoặc để trống.',
  missing: 'Cần ghi mục này.',
};

export const words = {
  app: {
    name: 'Sổ Chi bộ',
    opening: 'Đang mở sổ…',
    retry: 'Thử lại',
    reading: 'Đang đọc…',
  },

  cell,

  first: {
    step: (now: number, all: number) => `Bước ${now}/${all}`,
    next: 'Tiếp tục',
    back: 'Quay lại',
    noticeTitle: 'Chào đồng chí. Đây là cuốn sổ của chi bộ.',
    notice: secretNotice,
    does: [
      'Chuẩn bị, ghi biên bản và chấm điểm kỳ sinh hoạt theo Hướng dẫn 42.',
      'Theo dõi đảng viên, nhiệm vụ được giao và kiến nghị.',
      'In biên bản, nghị quyết, giấy mời đúng thể thức văn bản của Đảng.',
      'Làm việc không cần mạng. Gõ đến đâu lưu đến đó, ngay trên máy này.',
    ],
    sealed:
      'Sổ được khóa bằng mật khẩu. Đảng ủy phường chỉ đọc được biên bản đã thông qua; nội dung phê bình và hồ sơ đảng viên ở lại chi bộ.',
    noticeNext: 'Tôi đã đọc, tiếp tục',
    cellTitle: 'Chi bộ của đồng chí',
    keyTitle: 'Đặt mật khẩu mở sổ',
    keyAdvice:
      'Chọn một câu dễ nhớ với riêng mình, khó đoán với người khác, ví dụ bốn, năm từ không liên quan nhau. Đừng dùng ngày sinh hay số điện thoại.',
    key: 'Mật khẩu',
    keyAgain: 'Gõ lại mật khẩu',
    keyHint: 'Ít nhất 8 ký tự, phân biệt chữ hoa và chữ thường.',
    keyShow: 'Hiện mật khẩu đang gõ',
    keyShort: 'Mật khẩu cần ít nhất 8 ký tự.',
    keyDiffers: 'Hai lần gõ chưa giống nhau.',
    create: 'Lập sổ',
    creating: 'Đang lập sổ…',
    recoveryTitle: 'Mã khôi phục',
    recoveryWhy:
      'Nếu quên mật khẩu, chỉ mã này mở lại được sổ. Mã chỉ hiện một lần. Hãy chép ra giấy hoặc ghi ra tệp rồi in, cất nơi an toàn, tách khỏi máy này.',
    recoveryLabel: 'Mã khôi phục của sổ',
    recoverySave: 'Ghi ra tệp để in…',
    recoverySaved: (file: string) => `Đã ghi ra ${file}. In xong, hãy xóa tệp khỏi máy.`,
    recoveryTick: 'Tôi đã cất mã khôi phục',
    enter: 'Vào sổ',
  },

  unlock: {
    title: 'Mở sổ',
    key: 'Mật khẩu mở sổ',
    open: 'Mở sổ',
    opening: 'Đang mở…',
    forgot: 'Quên mật khẩu?',
    forgotHint:
      'Sổ mở lại được bằng mã khôi phục đã cất khi lập sổ. Đừng xóa sổ, những gì đã ghi vẫn còn nguyên.',
    recoveryCode: 'Mã khôi phục',
    recoveryHint: 'Bảy nhóm bốn ký tự trên tờ giấy đã cất',
    newKey: 'Mật khẩu mới',
    recover: 'Mở sổ và đổi mật khẩu',
    back: 'Quay lại',
    where: (path: string) => `Sổ nằm ở ${path}`,
  },

  frame: {
    nav: 'Các mục của sổ',
    lock: 'Khóa sổ',
    find: 'Tìm',
    badge: {
      tasks: (n: number) => `${n} việc trễ hạn`,
      petitions: (n: number) => `${n} kiến nghị chưa trả lời`,
    },
  },

  search: {
    title: 'Tìm trong sổ',
    label: 'Gõ vài chữ, không cần dấu',
    placeholder: 'nguyen van duc, nghi quyet thang 9…',
    results: 'Kết quả',
    none: 'Không thấy gì. Thử ít chữ hơn, không cần dấu.',
    keys: 'Mũi tên để chọn, Enter để mở, Esc để thôi.',
    command: 'Mở mục',
    newMeeting: 'Lập kỳ sinh hoạt',
    addMember: 'Thêm đảng viên',
    kinds: {
      member: 'Đảng viên',
      meeting: 'Sinh hoạt',
      statement: 'Ý kiến',
      agenda_item: 'Mục chương trình',
      assignment: 'Nhiệm vụ',
      petition: 'Kiến nghị',
      criticism: 'Phê bình',
      vote: 'Biểu quyết',
      minutes_version: 'Biên bản',
      guest: 'Khách mời',
    } as Record<string, string>,
    otherKind: 'Trong sổ',
  },

  today: {
    nextMeeting: (when: string) => `Kỳ sinh hoạt tới · ${when}`,
    thisMeeting: (when: string) => `Kỳ sinh hoạt · ${when}`,
    heading: (title: string, time: string) => (time ? `${title} – ${time}` : title),
    about: (place: string, items: number, minutes: number, minimum: number) =>
      [place, `${items} mục`, `${minutes} phút`].filter(Boolean).join(' · ') +
      (minutes >= minimum ? ' (đủ mức tối thiểu)' : ` (tối thiểu ${minimum} phút)`),
    checklist: 'Việc chuẩn bị',
    step: {
      chuan_bi: 'Chuẩn bị kỳ sinh hoạt',
      dang_hop: 'Ghi tiếp biên bản',
      da_ket_thuc: 'Kiểm tra và thông qua',
      da_thong_qua: 'Xem biên bản',
    } satisfies Record<MeetingState, string>,
    noMembersTitle: 'Bắt đầu từ danh sách đảng viên',
    noMembers:
      'Sổ chưa có đảng viên nào. Có danh sách rồi, sổ tự lo phần điểm danh, người phát biểu và biểu quyết.',
    noMembersStep: 'Nhập danh sách đảng viên',
    noMeetingTitle: 'Chưa có kỳ sinh hoạt nào sắp tới',
    noMeeting: 'Lập kỳ sinh hoạt tháng này: sổ đưa sẵn chương trình mẫu, đồng chí chỉ sửa chỗ cần.',
    noMeetingStep: 'Lập kỳ sinh hoạt',
    tasks: 'Nhiệm vụ cần nhắc',
    noTasks: 'Không có nhiệm vụ nào đang mở.',
    allTasks: 'Xem tất cả nhiệm vụ',
    deadlines: 'Thời hạn đang chạy',
    noDeadlines: 'Không có thời hạn nào đang chạy.',
    waiting: 'Chờ gửi về phường',
    notEnrolled:
      'Sổ chưa ghi danh với phường. Mọi việc của chi bộ vẫn làm được; khi nào cần gửi thì ghi danh.',
    nothingWaits: 'Không có gì chờ gửi.',
    waits: (pending: number, readable: number) =>
      readable > 0
        ? `${pending} mục, trong đó phường đọc được ${readable}. Gửi khi có mạng.`
        : `${pending} mục, đều niêm phong: phường giữ hộ, không đọc được.`,
    preview: 'Xem trước',
    enrol: 'Ghi danh với phường',
  },

  person: (name: string) => `đ/c ${name}`,
  kept: {
    restored: 'Đây là chữ gõ dở lần trước, chưa lưu vào sổ.',
    drop: 'Bỏ chữ gõ dở',
  },

  late: (days: number) => `trễ ${days} ngày`,
  due: (day: string) => `hạn ${day}`,

  meetings: {
    title: 'Sinh hoạt',
    make: 'Lập kỳ sinh hoạt',
    empty: 'Chưa có kỳ sinh hoạt nào. Kỳ đầu tiên được lập từ chương trình mẫu của Hướng dẫn 42.',
    year: (year: string) => `Năm ${year}`,
    unplanned: 'chưa định ngày giờ',
    present: (present: number, summoned: number) => `có mặt ${present}/${summoned}`,
    score: (points: string, band: string) => `${points} điểm · ${band}`,
    list: 'Các kỳ sinh hoạt',
  },

  members: {
    title: 'Đảng viên',
    add: 'Thêm đảng viên',
    import: 'Nhập từ tệp CSV…',
    importHint: 'Trong Excel, chọn Lưu thành (Save As) kiểu “CSV UTF-8”.',
    empty:
      'Chưa có đảng viên nào. Nhập cả danh sách từ tệp CSV (lưu từ Excel), hoặc thêm từng đồng chí.',
    find: 'Lọc theo tên, không cần dấu',
    count: (n: number) => `${n} đồng chí`,
    statusCount: (status: string, n: number) => `${status}: ${n}`,
    table: 'Danh sách đảng viên',
    noFit: 'Không có tên nào khớp.',
    columns: {
      no: 'TT',
      name: 'Họ và tên',
      office: 'Chức vụ',
      status: 'Trạng thái',
      birth: 'Ngày sinh',
      joined: 'Vào Đảng',
      years: 'Tuổi đảng',
      phone: 'Điện thoại',
    },
    addTitle: 'Thêm đảng viên',
    editTitle: 'Sửa thông tin đảng viên',
    fields: {
      name: 'Họ và tên',
      status: 'Trạng thái',
      kind: 'Loại',
      birth: 'Ngày sinh',
      joined: 'Ngày vào Đảng',
      official: 'Ngày chính thức',
      phone: 'Điện thoại',
      office: 'Chức vụ trong chi bộ',
    },
    dayHint: 'ngày/tháng/năm',
    officeHint: 'Bí thư, Phó Bí thư, Chi ủy viên; để trống nếu không có',
    stays: 'Ngày sinh, điện thoại ở lại chi bộ; phường không đọc được.',
    dayWrong: 'Không đọc được ngày này. Ghi như 5/9/1958.',
    nameMissing: 'Cần ghi họ và tên.',
    save: 'Lưu',
    saveNew: 'Thêm vào danh sách',
    saved: (name: string) => `Đã lưu thông tin đ/c ${name}.`,
    added: (name: string) => `Đã thêm đ/c ${name} vào danh sách.`,
    remove: 'Bỏ khỏi danh sách',
    removeHint:
      'Chỉ bỏ khi ghi nhầm. Đồng chí chuyển đi hoặc từ trần: đổi trạng thái, sổ cũ vẫn đúng.',
    removed: (name: string) => `Đã bỏ đ/c ${name} khỏi danh sách. Biên bản cũ không thay đổi.`,
    undo: 'Hoàn tác',
    restored: (name: string) => `Đã đưa đ/c ${name} trở lại danh sách.`,
  },

  import: {
    title: 'Xem trước khi đưa vào sổ',
    nothingYet: 'Chưa có gì được ghi vào sổ.',
    taken: (n: number) => `Nhận ${n} dòng`,
    fixed: (n: number) => `Đã sửa ${n} chỗ`,
    refused: (n: number) => `Không nhận ${n} dòng`,
    row: 'Dòng',
    field: 'Cột',
    from: 'Trong tệp',
    to: 'Sửa thành',
    why: 'Vì sao',
    refusedAdvice:
      'Sửa các dòng này trong tệp rồi nhập lại, hoặc thêm tay. Người đã có không bị thêm hai lần.',
    keep: (n: number) => `Đưa ${n} đồng chí vào sổ`,
    cancel: 'Không đưa vào',
    kept: (kept: number, taken: number) =>
      kept === taken
        ? `Đã thêm ${kept} đồng chí vào danh sách.`
        : `Đã thêm ${kept} đồng chí; ${taken - kept} đồng chí đã có sẵn trong sổ nên không thêm lần nữa.`,
    none: 'Không có dòng nào nhận được.',
  },

  tasks: {
    title: 'Nhiệm vụ',
    add: 'Giao việc',
    open: 'Chưa xong',
    all: 'Tất cả',
    which: 'Xem',
    empty: 'Chưa giao nhiệm vụ nào. Việc giao trong kỳ sinh hoạt (phím F6) tự vào đây.',
    emptyOpen: 'Không còn nhiệm vụ nào chưa xong.',
    list: 'Danh sách nhiệm vụ',
    noDue: 'không có hạn',
    fromMeeting: (no: number) => `giao ở mục ${no} của kỳ sinh hoạt`,
    editTitle: 'Cập nhật nhiệm vụ',
    addTitle: 'Giao việc mới',
    member: 'Người chủ trì',
    what: 'Việc',
    dueField: 'Hạn',
    dayHint: 'ngày/tháng/năm, để trống nếu không có hạn',
    state: 'Tình trạng',
    result: 'Kết quả',
    resultHint: 'Một câu là đủ; sẽ hiện khi đánh giá tháng.',
    whatMissing: 'Cần ghi việc phải làm.',
    dayWrong: 'Không đọc được ngày này. Ghi như 28/10/2026.',
    save: 'Lưu',
    give: 'Giao việc',
    saved: 'Đã lưu.',
    noMembers: 'Cần có danh sách đảng viên trước khi giao việc.',
    openMeeting: 'Mở kỳ sinh hoạt',
  },

  petitions: {
    title: 'Kiến nghị',
    add: 'Ghi kiến nghị',
    open: 'Chưa trả lời',
    all: 'Tất cả',
    which: 'Xem',
    empty: 'Chưa có kiến nghị nào. Kiến nghị ghi trong kỳ sinh hoạt (phím F9) tự vào đây.',
    emptyOpen: 'Không có kiến nghị nào chờ trả lời.',
    list: 'Danh sách kiến nghị',
    wantsReply: 'cần phường trả lời',
    raised: (day: string) => `nêu ngày ${day}`,
    answered: 'Trả lời:',
    editTitle: 'Trả lời kiến nghị',
    addTitle: 'Ghi kiến nghị',
    text: 'Nội dung',
    textMissing: 'Cần ghi nội dung kiến nghị.',
    member: 'Người nêu',
    nobody: 'Chi bộ',
    wantsReplyField: 'Cần phường trả lời',
    wantsReplyHint: 'Phường đọc được kiến nghị này khi đã gửi.',
    state: 'Tình trạng',
    answer: 'Trả lời',
    save: 'Lưu',
    saved: 'Đã lưu.',
  },

  papers: {
    title: 'Văn bản',
    empty:
      'Chưa có văn bản nào. Giấy mời có ngay khi lập kỳ sinh hoạt; biên bản có sau khi thông qua.',
    list: 'Văn bản theo kỳ sinh hoạt',
    paper: {
      bien_ban: 'Biên bản',
      nghi_quyet: 'Nghị quyết',
      ket_luan: 'Kết luận',
      phieu_cham_diem: 'Phiếu chấm điểm',
      chuong_trinh: 'Chương trình',
      giay_moi: 'Giấy mời',
    },
    format: { docx: 'DOCX', pdf: 'PDF' },
    write: (paper: string, format: string, meeting: string) =>
      `Ghi ${paper.toLowerCase()} ra ${format}: ${meeting}`,
    written: (file: string, size: string) => `Đã ghi ${file} (${size}).`,
    size: (kb: number) => `${kb} KB`,
    openMeeting: 'Mở kỳ này',
    notYet: 'Biên bản ghi ra được sau khi thông qua.',
  },

  reports: {
    title: 'Báo cáo',
    year: 'Năm',
    table: (year: string) => `Các kỳ sinh hoạt năm ${year}`,
    empty: 'Chưa có kỳ sinh hoạt nào để báo cáo.',
    columns: {
      month: 'Tháng',
      kind: 'Loại',
      present: 'Có mặt',
      score: 'Điểm',
      band: 'Xếp loại',
      state: 'Trạng thái',
    },
    held: 'kỳ đã sinh hoạt',
    attendance: 'dự sinh hoạt bình quân',
    score: 'điểm bình quân',
    adopted: 'biên bản đã thông qua',
    none: 'chưa có',
    source: 'Mỗi số lấy từ biên bản; bấm vào tháng để mở kỳ ấy.',
  },

  sync: {
    title: 'Đồng bộ với phường',
    offlineNormal:
      'Không có mạng là bình thường: sổ làm việc đủ mọi việc trên máy này, các mục chờ ở đây cho đến khi gửi được.',
    enrolTitle: 'Ghi danh với phường',
    enrolWhy:
      'Xin địa chỉ máy chủ và mã ghi danh của văn phòng đảng ủy phường. Mã chỉ dùng được một lần.',
    server: 'Địa chỉ máy chủ phường',
    serverHint: 'Ví dụ: https://phuong-tan-thoi-hoa.example.vn:8443',
    code: 'Mã ghi danh',
    codeHint: 'Gõ như trên giấy, có gạch nối hay không đều được.',
    serverMissing: 'Cần ghi địa chỉ máy chủ.',
    codeMissing: 'Cần ghi mã ghi danh.',
    enrol: 'Ghi danh',
    enrolled: 'Đã ghi danh. Từ nay có thể gửi biên bản đã thông qua về phường.',
    joined: (ward: string) => `Đã ghi danh với ${ward}`,
    now: 'Gửi bây giờ',
    sending: 'Đang gửi…',
    state: 'Tình trạng',
    serverLabel: 'Máy chủ',
    pending: 'Chờ gửi',
    pendingWords: (n: number) => (n === 0 ? 'không có gì' : `${n} mục`),
    last: 'Lần gửi gần nhất',
    never: 'chưa gửi lần nào',
    receipt: 'Biên nhận của phường',
    receiptWords: (upTo: number, at: string) => `đã nhận đến mục số ${upTo}, lúc ${at}`,
    noReceipt: 'chưa có',
    conflicts: 'Cần xem lại',
    conflictWords: (n: number) => `${n} mục được sửa ở hai máy cùng lúc`,
    quarantined: 'Chưa đọc được',
    quarantinedWords: (n: number) => `${n} mục nhận về còn chờ, không mất gì`,
    clock: 'Đồng hồ máy',
    clockWords: (minutes: number) => `lệch ${minutes} phút so với phường; nên chỉnh lại`,
    device: 'Mã máy này',
    outTitle: 'Sẽ gửi những gì',
    outReadable: 'Phường đọc được',
    outSealed: 'Niêm phong, phường không đọc được',
    outSealedWhy: 'Phường chỉ giữ hộ để chi bộ khôi phục khi hỏng máy. Chỉ máy của chi bộ mở được.',
    outNothingReadable: 'Không có mục nào phường đọc được.',
    outNothing: 'Không có gì chờ gửi.',
    sealedFields: (n: number, fields: string) => `${n} mục, gồm: ${fields}`,
    sent: (pushed: number, pulled: number) => `Đã gửi ${pushed} mục, nhận về ${pulled} mục.`,
    sentNothing: 'Hai bên đã khớp, không có gì mới.',
    receipts: (n: number) => `Phường đã cấp ${n} biên nhận.`,
    noneReceipts: 'Chưa có biên nhận nào mới.',
    kinds: {
      cell: 'Thông tin chi bộ',
      member: 'Hồ sơ đảng viên',
      meeting: 'Kỳ sinh hoạt',
      agenda_item: 'Mục chương trình',
      attendance: 'Điểm danh',
      guest: 'Khách mời',
      statement: 'Ý kiến',
      vote: 'Biểu quyết',
      criticism: 'Tự phê bình, phê bình',
      assignment: 'Nhiệm vụ',
      petition: 'Kiến nghị',
      score_entry: 'Chấm điểm',
      preparation: 'Việc chuẩn bị',
      minutes_version: 'Biên bản đầy đủ',
      report: 'Báo cáo đã thông qua',
    } as Record<string, string>,
    otherKind: 'Mục khác',
  },

  help: {
    title: 'Trợ giúp',
    back: 'Quay lại',
    keysTitle: 'Phím tắt',
    keys: [
      ['Ctrl+K', 'Tìm người, kỳ sinh hoạt, ý kiến; mở bất cứ mục nào'],
      ['F1', 'Trang này'],
      ['Esc', 'Đóng khung đang mở'],
      ['F2', 'Ý kiến (khi ghi biên bản)'],
      ['F3', 'Mục tiếp theo'],
      ['F4', 'Biểu quyết'],
      ['F6', 'Phân công nhiệm vụ'],
      ['F7', 'Tự phê bình và phê bình'],
      ['F8', 'Điểm danh'],
      ['F9', 'Kiến nghị'],
      ['Ctrl+Enter', 'Xong ý kiến này, sang người tiếp theo'],
    ] as const,
    topics: [
      {
        title: 'Sổ lưu khi nào?',
        text: [
          'Khi ghi biên bản, chữ đang gõ được lưu ngay; dòng “Đã lưu” hiện đúng giờ đã ghi xuống đĩa. Mất điện, mở lại vẫn còn.',
          'Ở các khung thông tin (đảng viên, nhiệm vụ…), bấm nút Lưu là xong. Không cần lưu cả sổ.',
        ],
      },
      {
        title: 'Phường đọc được gì?',
        text: [
          'Biên bản đã thông qua, kết quả biểu quyết, nhiệm vụ, kiến nghị cần trả lời, điểm tự chấm.',
          'Không đọc được: nội dung tự phê bình và phê bình (chỉ có số lượng), lý do vắng, hồ sơ đảng viên, bản nháp.',
          'Trước khi gửi, mục Đồng bộ cho xem từng mục một.',
        ],
      },
      {
        title: 'Quên mật khẩu thì sao?',
        text: [
          'Mã khôi phục trao lúc lập sổ là cách duy nhất mở lại sổ. Cất bản in nơi an toàn, tách khỏi máy.',
          'Không ai khác, kể cả phường, mở được sổ thay đồng chí.',
        ],
      },
      {
        title: 'Sửa biên bản đã thông qua?',
        text: [
          'Biên bản đã thông qua không đổi được. Có sai sót thì sửa thành bản mới, ghi lý do; bản cũ vẫn giữ.',
        ],
      },
      {
        title: 'Gặp lỗi?',
        text: [
          'Đọc mã lỗi (ví dụ SO-05) qua điện thoại cho người hỗ trợ. Những gì đã lưu vẫn còn.',
        ],
      },
      { title: 'Bí mật nhà nước', text: [secretNotice] },
    ],
    doctor: 'Kiểm tra sổ',
    doctorRun: 'Kiểm tra sổ bây giờ',
    doctorOk: 'Sổ lành lặn.',
    doctorBad: 'Có chỗ cần xem.',
  },

  settings: {
    title: 'Cài đặt',
    look: 'Hiển thị',
    scale: 'Cỡ chữ',
    scaleNow: (px: number) => `${px} (từ 16 đến 26)`,
    smaller: 'Nhỏ hơn',
    larger: 'Lớn hơn',
    sampleTitle: 'Xem thử',
    sample: 'Đồng chí Đặng Quốc Bảo phát biểu: thống nhất với báo cáo, đề nghị ghi rõ thời hạn.',
    theme: 'Nền',
    themes: { auto: 'Theo máy', light: 'Sáng', dark: 'Tối' },
    cellTitle: 'Chi bộ',
    save: 'Lưu thông tin chi bộ',
    saved: 'Đã lưu thông tin chi bộ.',
    keptAt: 'Cỡ chữ và nền được nhớ cho lần mở sau.',
  },
};
