import type { AssignmentState } from '../shared/types/AssignmentState';
import type { AttendanceStatus } from '../shared/types/AttendanceStatus';
import type { CellType } from '../shared/types/CellType';
import type { CriticismKind } from '../shared/types/CriticismKind';
import type { MeetingKind } from '../shared/types/MeetingKind';
import type { Standing } from '../shared/types/Standing';
import type { VoteForm } from '../shared/types/VoteForm';
import type { VoteKind } from '../shared/types/VoteKind';
import type { Role } from '../shared/types/ward/Role';

/** Every text of the ward's page. */
export const words = {
  app: 'Sổ Chi bộ',
  appOfWard: 'Trang của đảng ủy phường',
  skip: 'Đến nội dung chính',
  loading: 'Đang tải…',
  retry: 'Thử lại',
  cannotShow: 'Không mở được trang này',

  login: {
    title: 'Đăng nhập',
    name: 'Tên đăng nhập',
    password: 'Mật khẩu',
    enter: 'Đăng nhập',
    entering: 'Đang kiểm tra…',
    note: 'Không soạn, không lưu, không gửi tài liệu bí mật nhà nước bằng phần mềm này.',
    forgot: 'Quên mật khẩu: hỏi người quản trị của văn phòng đảng ủy.',
  },

  head: {
    cells: 'Các chi bộ',
    logOut: 'Đăng xuất',
    smaller: 'Chữ nhỏ hơn',
    larger: 'Chữ to hơn',
  },

  cells: {
    title: 'Các chi bộ',
    ofReported: (n: number, all: number) => `${n}/${all}`,
    reported: (month: number) => `chi bộ đã gửi biên bản tháng ${month}`,
    attendance: 'dự họp bình quân',
    late: 'biên bản gửi sau 2 ngày',
    petitions: 'kiến nghị cần phường trả lời',
    notEnrolled: 'chi bộ chưa ghi danh máy',
    year: 'Năm',
    scores: 'Điểm do chi bộ tự chấm, màu theo xếp loại tự chấm',
    name: 'Chi bộ',
    members: 'Đảng viên',
    month: (n: number) => `T${n}`,
    share: 'Dự họp',
    last: 'Kỳ gần nhất',
    received: 'Nhận lúc',
    caption: (year: number) => `Các chi bộ năm ${year}: điểm theo tháng và tình trạng gửi biên bản`,
    markOf: (month: number, total: string, band: string) =>
      `Tháng ${month}: ${total} điểm, ${band}. Mở biên bản`,
    none: '–',
    noneOf: (month: number) => `Tháng ${month}: không có biên bản`,
    notYet: 'chưa',
    notYetOf: (month: number) => `Tháng ${month}: chưa có biên bản`,
    notEnrolledYet: 'chưa ghi danh',
    noneThisYear: 'chưa có kỳ nào',
    inTime: 'đã nhận',
    lateBy: (days: number) => `trễ ${days} ngày`,
    empty: 'Chưa có chi bộ nào ở đây.',
    emptyAll:
      'Người quản trị thêm chi bộ bằng lệnh “sochibo-ward org add”, rồi cấp mã ghi danh cho từng máy.',
    emptyGiven:
      'Đồng chí chưa được giao xem chi bộ nào. Đề nghị người quản trị của văn phòng đảng ủy giao chi bộ.',
  },

  meetings: {
    back: 'Các chi bộ',
    cell: (name: string) => `Chi bộ ${name}`,
    subtitle: 'Các kỳ sinh hoạt đã thông qua biên bản',
    date: 'Ngày',
    kind: 'Kỳ sinh hoạt',
    attendance: 'Dự họp',
    score: 'Điểm',
    received: 'Nhận lúc',
    version: 'Bản',
    present: (n: string, all: string) => `${n}/${all}`,
    empty: 'Chưa nhận được biên bản nào của chi bộ này.',
    emptyEnrolled: 'Biên bản đến đây khi chi bộ thông qua rồi gửi, qua mạng hoặc bằng USB.',
    emptyNotEnrolled:
      'Chi bộ chưa ghi danh máy nào. Cấp mã bằng lệnh “sochibo-ward enrol-code” rồi đưa mã trên giấy cho bí thư.',
    devices: 'Các máy của chi bộ',
    device: 'Mã máy',
    deviceState: 'Tình trạng',
    deviceSince: 'Ghi danh',
    deviceOperations: 'Thao tác đã nhận',
    deviceStates: {
      in: 'đang dùng',
      waiting: 'chờ bí thư duyệt',
      revoked: 'đã thu hồi',
    },
    deviceRevoked: (on: string, byWard: boolean) =>
      byWard ? `phường thu hồi ngày ${on}` : `chi bộ thu hồi ngày ${on}`,
    deviceEvents: (n: number) => `Nhật ký các máy (${n} việc)`,
    deviceMark: (id: string) => `Máy ${id.slice(-12)}`,
    deviceHappened: {
      enrolled: 'ghi danh bằng mã của phường',
      asked: 'xin vào sổ bằng mã của phường, chờ bí thư duyệt',
      admitted: 'được vào sổ (bí thư duyệt, hoặc có mã khôi phục)',
      renewed: 'nhận danh tính mới vì sổ đã được chép từ máy khác',
      revoked_by_cell: 'bị chi bộ thu hồi',
      revoked_by_ward: 'bị phường thu hồi',
    },
    deviceBy: (id: string) => `từ máy ${id.slice(-12)}`,
    rejected: 'Báo cáo không nhận được',
    rejectedNote:
      'Bản gốc vẫn còn nguyên trên máy của chi bộ và trong kho của phường. Đề nghị bí thư kiểm tra sổ rồi gửi lại.',
  },

  minutes: {
    back: (name: string) => `Chi bộ ${name}`,
    print: 'In',
    partyOf: (ward: string) => `Đảng bộ ${ward}`,
    cellOf: (name: string) => `Chi bộ ${name}`,
    party: 'Đảng Cộng sản Việt Nam',
    title: 'Biên bản',
    month: (kind: string, month: string) => `${kind} tháng ${month}`,
    topic: 'Chuyên đề',
    began: 'Khai mạc',
    ended: 'Kết thúc',
    place: 'Địa điểm',
    chair: 'Chủ trì',
    scribe: 'Thư ký',
    attendance: 'Thành phần dự',
    total: (n: string) => `Tổng số đảng viên của chi bộ: ${n} đồng chí`,
    ofTotal: (official: string, probationary: string) =>
      `trong đó chính thức ${official}, dự bị ${probationary}`,
    visitingIn: (n: string) => `sinh hoạt tạm thời từ nơi khác đến ${n}`,
    visitingOut: (n: string) => `đang sinh hoạt tạm thời nơi khác ${n}`,
    exempt: (n: string) => `được miễn công tác và sinh hoạt ${n}`,
    summoned: (n: string) => `Triệu tập: ${n} đồng chí`,
    present: (n: string) => `Có mặt: ${n} đồng chí`,
    presentOf: (official: string, probationary: string) =>
      `chính thức ${official}, dự bị ${probationary}`,
    presentExempt: (n: string) => `được miễn nhưng vẫn dự ${n}`,
    absent: (excused: string, unexcused: string) =>
      `Vắng có lý do: ${excused}; vắng không lý do: ${unexcused}`,
    late: (n: string) => `Đến muộn: ${n}`,
    absences: 'Đảng viên đến muộn, về sớm, vắng mặt',
    left: (at: string) => `về sớm (${at})`,
    out: (from: string, to: string) => `ra ngoài (${from}–${to})`,
    breaks: 'Giải lao',
    absencesNote: 'Lý do vắng mặt được giữ trong chi bộ.',
    guests: 'Đại biểu, khách mời',
    content: 'Nội dung',
    presenter: (who: string) => `Người trình bày: ${who}`,
    guest: 'khách mời',
    conclusion: 'Kết luận',
    vote: 'Biểu quyết',
    counted: (yes: string, no: string, none: string) =>
      `tán thành ${yes}, không tán thành ${no}, không có ý kiến ${none}`,
    base: (base: string, needed: string) => `tính trên ${base} đảng viên, cần ${needed} phiếu`,
    passed: 'Thông qua',
    notPassed: 'Không thông qua',
    reserved: 'Ý kiến bảo lưu',
    nothingSaid: 'Không ghi ý kiến.',
    assignments: 'Phân công nhiệm vụ',
    noAssignments: 'Không phân công nhiệm vụ mới ở kỳ này.',
    who: 'Người chủ trì',
    task: 'Việc',
    due: 'Hạn',
    state: 'Tình trạng',
    noDue: 'không ghi hạn',
    petitions: 'Kiến nghị',
    noPetitions: 'Không có kiến nghị ở kỳ này.',
    wantsReply: 'cần phường trả lời',
    criticism: 'Tự phê bình và phê bình',
    criticismNote: 'Nội dung được giữ trong chi bộ; phường chỉ nhận con số.',
    noCriticism: 'Không có mục nào ở kỳ này.',
    score: 'Tự chấm điểm',
    scoreOf: (total: string, band: string) => `${total} điểm – ${band}`,
    deductions: 'Thuyết minh điểm trừ',
    noDeductions: 'Không trừ điểm mục nào.',
    line: 'Mục',
    points: 'Điểm',
    why: 'Lý do',
    pointsOf: (points: string, max: string) => `${points}/${max}`,
    check: 'Dấu kiểm',
    checked: 'Dấu kiểm đã đối chiếu',
    checkedNote:
      'Máy chủ đã đối chiếu nội dung với dấu kiểm và chữ ký của máy chi bộ. So dấu kiểm này với dấu in trên bản giấy.',
    version: 'Bản',
    versionOf: (n: number) => `Bản ${n}`,
    amended: 'Lý do sửa đổi',
    newest: 'mới nhất',
    older: 'Đây là bản cũ; chi bộ đã sửa đổi sau đó.',
    openNewest: 'Mở bản mới nhất',
    adopted: 'Thông qua',
    receivedAt: 'Phường nhận',
    signedBy: 'Khóa của máy ký',
    rules: 'Bộ quy định',
    at: (time: string, day: string) => `${time} ngày ${day}`,
  },

  faults: {
    unreachable: {
      code: 'PH-46',
      message: 'Không nối được với máy chủ của phường.',
      hint: 'Kiểm tra mạng rồi thử lại. Dữ liệu đã nhận vẫn còn nguyên trên máy chủ.',
    },
    unreadable: {
      code: 'PH-47',
      message: 'Không hiểu được câu trả lời của máy chủ.',
      hint: 'Tải lại trang; nếu vẫn lỗi, báo người phụ trách kỹ thuật.',
    },
  },
};

export const roles: Record<Role, string> = {
  admin: 'Quản trị',
  van_phong: 'Văn phòng',
  cap_uy: 'Cấp ủy viên',
  doc: 'Chỉ đọc',
};

export const cellTypes: Record<CellType, string> = {
  khu_pho: 'Khu phố',
  co_quan_su_nghiep: 'Cơ quan, sự nghiệp',
  truong_hoc: 'Trường học',
  dn_nha_nuoc: 'Doanh nghiệp nhà nước',
  dn_tu_nhan_fdi: 'Doanh nghiệp',
  sinh_vien: 'Sinh viên',
  luc_luong_vu_trang: 'Lực lượng vũ trang',
};

export const meetingKinds: Record<MeetingKind, string> = {
  thuong_ky: 'Sinh hoạt chi bộ thường kỳ',
  chuyen_de: 'Sinh hoạt chi bộ chuyên đề',
  ket_hop: 'Sinh hoạt chi bộ thường kỳ kết hợp chuyên đề',
  chi_uy: 'Họp chi ủy',
  bat_thuong: 'Sinh hoạt chi bộ bất thường',
  kiem_diem: 'Sinh hoạt chi bộ kiểm điểm, xếp loại cuối năm',
};

export const standings: Record<Standing, string> = {
  chinh_thuc: 'chính thức',
  du_bi: 'dự bị',
};

export const attendances: Record<AttendanceStatus, string> = {
  present: 'có mặt',
  late: 'đến muộn',
  excused: 'vắng có lý do',
  unexcused: 'vắng không lý do',
};

export const assignmentStates: Record<AssignmentState, string> = {
  moi: 'mới giao',
  dang_lam: 'đang làm',
  xong: 'xong',
  tre: 'trễ hạn',
  huy: 'đã hủy',
};

export const criticisms: Record<CriticismKind, string> = {
  tu_phe_binh: 'tự phê bình',
  phe_binh: 'phê bình',
  gop_y: 'góp ý',
  bieu_duong: 'biểu dương',
  nhac_nho: 'nhắc nhở',
};

export const voteKinds: Record<VoteKind, string> = {
  thuong: 'việc thường',
  ket_nap: 'kết nạp đảng viên',
  cong_nhan: 'công nhận đảng viên chính thức',
  ky_luat_nhe: 'kỷ luật (khiển trách, cảnh cáo)',
  ky_luat_nang: 'kỷ luật (cách chức, khai trừ)',
};

export const voteForms: Record<VoteForm, string> = {
  gio_tay: 'giơ tay',
  phieu_kin: 'phiếu kín',
};
