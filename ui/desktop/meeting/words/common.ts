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

export const pick = {
  hint: 'gõ vài chữ của tên',
  change: 'Đổi',
  clear: 'Bỏ chọn',
};
