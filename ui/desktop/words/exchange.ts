// The exchange with the ward: how it goes, when it goes by itself, what was sent.
export type Habit = 'auto' | 'wifi' | 'asked';

const phases: Record<string, string> = {
  comparing: 'Đang đối chiếu với phường',
  sending: 'Đang gửi',
  taking: 'Đang nhận',
  refetching: 'Đang nhận lại cho khớp',
  renewing: 'Đang cấp lại danh tính máy',
};
const habits: Record<Habit, string> = {
  auto: 'Tự động',
  wifi: 'Chỉ khi có Wi-Fi',
  asked: 'Khi tôi bảo',
};
const habitWhy: Record<Habit, string> = {
  auto: 'Hễ có mạng là gửi và nhận, không cần bấm.',
  wifi: 'Gửi và nhận khi có mạng không tính tiền theo dung lượng (Wi-Fi, dây). Dùng mạng điện thoại thì đợi, trừ khi đồng chí bấm “Gửi bây giờ”.',
  asked: 'Chỉ gửi và nhận khi đồng chí bấm “Gửi bây giờ”.',
};

export const exchangeWords = {
  exchange: {
    title: 'Gửi và nhận',
    phase: (phase: string) => phases[phase] ?? 'Đang gửi và nhận',
    /** In the sidebar, where there is room for a few words only. */
    runs: (done: number, total: number) =>
      total > 0 ? `Đang gửi nhận ${done}/${total}` : 'Đang gửi nhận…',
    paused: (words: string) => `Tạm dừng – ${words}`,
    offline: (words: string) => `Ngoại tuyến – ${words}`,
    crossed: (up: string, down: string) => `Đã gửi ${up}, nhận ${down}`,
    pause: 'Tạm dừng',
    goOn: 'Gửi tiếp',
    pausedNow: 'Đang tạm dừng. Những gì chờ gửi vẫn nằm an toàn trong sổ.',
    pausedLine: 'tạm dừng',
    habit: 'Gửi khi nào',
    habits,
    habitWhy,
    metered:
      'Mạng đang dùng tính tiền theo dung lượng nên chương trình đang đợi. Những gì chờ gửi vẫn nằm an toàn trong sổ. Muốn gửi ngay bằng mạng này thì bấm “Gửi bây giờ”.',
    used: 'Dùng mạng tháng này',
    usedWords: (up: string, down: string) => `gửi ${up}, nhận ${down}`,
    next: (seconds: number) =>
      seconds < 90
        ? `Lần tới sau ${seconds} giây.`
        : `Lần tới sau ${Math.round(seconds / 60)} phút.`,
    /** Where there is no network at all. Said calmly: it is the normal state. */
    noNetwork:
      'Máy chưa có mạng. Đó là chuyện bình thường: cứ làm việc tiếp, khi có mạng thì gửi, hoặc ghi ra USB.',
    /** The machine is on a network, and the ward does not answer. */
    wardSilent:
      'Có mạng nhưng chưa gọi được máy chủ phường. Không mất gì; lát nữa gửi lại, hoặc ghi ra USB. Nếu cả ngày vẫn vậy, hỏi văn phòng đảng ủy phường.',
    cut: 'Mạng bị ngắt giữa chừng. Những gì phường đã nhận có biên nhận; lần sau gửi tiếp từ chỗ dừng.',
    busy: 'Máy chủ phường đang bận. Không mất gì; chương trình sẽ gửi lại.',
    calmCode: (code: string) => `Mã: ${code}`,
    clockFast: (much: string) =>
      `Đồng hồ máy này nhanh hơn phường ${much}. Ngày giờ trong biên bản có thể sai; nên chỉnh lại đồng hồ máy. Việc gửi nhận vẫn bình thường.`,
    clockSlow: (much: string) =>
      `Đồng hồ máy này chậm hơn phường ${much}. Ngày giờ trong biên bản có thể sai; nên chỉnh lại đồng hồ máy. Việc gửi nhận vẫn bình thường.`,
    span: (minutes: number) => {
      if (minutes < 120) return `${minutes} phút`;
      if (minutes < 48 * 60) return `${Math.round(minutes / 60)} giờ`;
      const days = Math.round(minutes / 1440);
      return days < 730 ? `${days} ngày` : `${Math.round(days / 365)} năm`;
    },
  },

  sendings: {
    title: 'Đã gửi những gì, lúc nào',
    why: 'Mỗi dòng là một lần phường đã nhận và ký biên nhận. Giờ ghi theo đồng hồ của phường.',
    none: 'Chưa có lần nào được phường biên nhận.',
    count: (n: number) => `${n} mục`,
    numbers: (from: number, upto: number) =>
      from === upto ? `số ${from}` : `số ${from} đến ${upto}`,
    former: 'khi máy này còn danh tính cũ',
    more: (n: number) => `Xem cả ${n} lần`,
    fewer: 'Thu gọn',
    open: (at: string) => `Biên nhận lúc ${at}`,
    receipt: 'Biên nhận của phường',
    mark: 'Dấu biên nhận',
    markWhy: 'Đọc dấu này qua điện thoại khi cần đối chiếu với phường.',
    covers: 'Gồm các mục',
    order: 'Số thứ tự ở phường',
    at: 'Phường nhận lúc',
    device: 'Mã máy đã gửi',
    head: 'Dấu của mục cuối',
    signature: 'Chữ ký của phường',
    copy: 'Chép biên nhận',
    copied: 'Đã chép. Dán vào Zalo hoặc Word được.',
    notCopied: 'Máy không cho chép. Bôi đen phần trên rồi bấm Ctrl+C.',
  },

  doctor: {
    title: 'Kiểm tra sổ',
    why: 'Đọc lại cả sổ và đối chiếu từng mục: tệp có nguyên không, có gì bị sửa hay thiếu không. Không gửi gì đi.',
    run: 'Kiểm tra bây giờ',
    running: 'Đang kiểm tra…',
    mend: 'Dựng lại bảng và tìm kiếm',
    mending: 'Đang dựng lại…',
    mendWhy: 'Làm lại danh sách và phần tìm kiếm từ những gì đã ghi. Không xóa, không đổi mục nào.',
    well: 'Sổ nguyên vẹn.',
    mended: 'Đã dựng lại. Sổ nguyên vẹn.',
    ill: 'Có chỗ cần xem. Những gì đã ghi vẫn còn; bấm “Dựng lại bảng và tìm kiếm”. Nếu vẫn vậy, chép kết quả này gửi người hỗ trợ.',
    aside: 'Sổ nguyên vẹn; có mục nhận về còn để riêng.',
    good: 'tốt',
    bad: 'cần xem',
    names: {
      file: 'Tệp sổ',
      chain: 'Các lần ghi',
      fold: 'Danh sách',
      search: 'Tìm kiếm',
      devices: 'Quyền của các máy',
      quarantine: 'Mục để riêng',
    } as Record<string, string>,
    copy: 'Chép kết quả',
    copied: 'Đã chép. Kết quả không có nội dung của sổ.',
    notCopied: 'Máy không cho chép. Bôi đen phần trên rồi bấm Ctrl+C.',
    report: 'Sổ Chi bộ — kết quả kiểm tra sổ',
  },
};
