const keptNote = (kept: boolean) => (kept ? ' Phần đã được sửa sau đó thì giữ nguyên.' : '');
const passedNote = (passed: string[]) =>
  passed.length ? ` Bỏ qua việc mà máy khác đã sửa: ${passed.join('; ')}.` : '';

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
  pause: 'Giải lao',
  goOn: 'Họp tiếp',
  close: 'Đóng',
  cancel: 'Thôi',
  keep: 'Ghi vào biên bản',
  done: 'Xong',
  edit: 'Sửa',
  remove: 'Bỏ',
  undo: 'Hoàn tác',
  redo: 'Làm lại',
  undone: ({ words, kept, passed }: { words: string; kept: boolean; passed: string[] }) =>
    `Đã hoàn tác: ${words}.${keptNote(kept)}${passedNote(passed)}`,
  redone: ({ words, kept, passed }: { words: string; kept: boolean; passed: string[] }) =>
    `Đã làm lại: ${words}.${keptNote(kept)}${passedNote(passed)}`,
  nothingToUndo: 'Chưa có gì để hoàn tác',
  /** On the button: what it would take back. */
  undoOf: (what: string) => `Hoàn tác: ${what} (Ctrl+Z)`,
  redoOf: (what: string) => `Làm lại: ${what} (Ctrl+Y)`,
  choose: 'Chọn…',
  code: (code: string) => `Mã: ${code}`,
};

export const pick = {
  hint: 'gõ vài chữ của tên',
  change: 'Đổi',
  clear: 'Bỏ chọn',
};
