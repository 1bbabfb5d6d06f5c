// Hai máy cùng sửa, sửa sau khi thông qua, xóa hơn nửa sổ: what waits for a person.
export const conflictsWords = {
  conflicts: {
    title: 'Hai máy cùng sửa',
    why: 'Hai máy đã sửa cùng một chỗ khi chưa biết nhau. Không mất bên nào; đồng chí chọn giữ bên nào.',
    left: (n: number) => `${n} mục`,
    choose: 'Xem và chọn',
    field: (field: string) => `Chỗ khác nhau: ${field}`,
    stands: 'đang dùng',
    marked: (sides: number) =>
      sides > 2
        ? 'Chữ tô nền, gạch chân là chỗ khác bên đang dùng.'
        : 'Chữ tô nền, gạch chân là chỗ hai bên khác nhau.',
    here: 'Máy này',
    written: (who: string, at: string) => `${who}, lúc ${at}`,
    keepThis: 'Giữ bên này',
    keepThisOf: (who: string) => `Giữ bên của ${who}`,
    combine: 'Ghép cả hai',
    combineLabel: 'Nội dung ghép, sửa lại cho đúng ý',
    combineKeep: 'Giữ nội dung ghép',
    combineMissing: 'Cần có nội dung.',
    later: 'Để sau',
    step: (at: number, of: number) => `Mục ${at}/${of}`,
    nothingLost: 'Bên không chọn vẫn còn trong lịch sử của sổ, và hoàn tác được.',
    forGood:
      'Chọn rồi thì không đổi lại được; muốn đổi thì lập bản sửa đổi. Bản không chọn vẫn còn trong lịch sử của sổ.',
    toMeeting: 'Mở kỳ sinh hoạt',
    settledTitle: 'Vừa chọn',
    settled: (what: string, field: string) => `${what} — ${field}`,
    kept: (text: string) => `Đã giữ: ${text}`,
    undo: 'Hoàn tác',
    done: 'Đã chọn xong mọi mục.',
    doneOne: 'Đã giữ bên đồng chí chọn.',
    reopened: 'Đã hoàn tác. Mục này được hỏi lại.',
    badge: (n: number) =>
      n === 1 ? 'Có 1 chỗ hai máy cùng sửa.' : `Có ${n} chỗ hai máy cùng sửa.`,
    see: 'Xem và chọn',
  },

  lateChanges: {
    title: 'Sửa đến sau khi thông qua',
    why: 'Biên bản đã thông qua vẫn giữ nguyên. Một máy khác đã sửa phần ghi khi chưa biết kỳ này đã thông qua.',
    meeting: (title: string, version: number) => `${title}, bản số ${version}`,
    adopted: 'Trong biên bản đã thông qua',
    now: 'Sửa thành',
    nothing: '(không có)',
    keep: 'Giữ biên bản như cũ',
    amend: 'Lập bản sửa đổi',
    amendWhy:
      'Lập bản sửa đổi: mở kỳ sinh hoạt, ghi lý do, biểu quyết rồi thông qua bản mới. Bản cũ vẫn giữ.',
    kept: (title: string) => `Đã giữ nguyên biên bản của ${title}.`,
    badge: 'Kỳ này có chỗ máy khác sửa sau khi biên bản đã thông qua. Biên bản vẫn giữ nguyên.',
    see: 'Xem và quyết định',
  },

  removals: {
    title: 'Một máy muốn xóa hơn nửa sổ',
    asks: (who: string, n: number) =>
      `${who} đã xóa ${n} mục, hơn nửa những gì sổ đang có. Trên máy này chưa có gì bị xóa.`,
    hint: 'Nếu không chắc, hãy gọi người giữ máy đó trước. Giữ lại thì không mất gì.',
    see: (n: number) => `Xem ${n} mục`,
    hide: 'Ẩn danh sách',
    refuse: 'Giữ lại tất cả',
    accept: 'Đồng ý xóa…',
    acceptTitle: (n: number) => `Xóa ${n} mục khỏi sổ?`,
    acceptWhat: (n: number) =>
      `${n} mục này không còn hiện ở máy nào của chi bộ. Việc này không hoàn tác cả lô được. Biên bản đã thông qua và lịch sử vẫn giữ.`,
    acceptYes: (n: number) => `Xóa ${n} mục`,
    acceptNo: 'Chưa xóa',
    accepted: (n: number) => `Đã xóa ${n} mục theo máy kia.`,
    refused: (n: number) =>
      `Đã giữ lại ${n} mục. Lần gửi nhận tới, các máy khác cũng có lại những mục này.`,
  },
};
