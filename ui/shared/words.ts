// Words of the small components that both pages share.
export const words = {
  close: 'Đóng',
  faultCode: (code: string) => `Mã lỗi ${code}`,
  unknownFault: 'Màn hình gặp trục trặc nên việc vừa rồi chưa làm xong.',
  unknownHint:
    'Những gì đã lưu vẫn còn nguyên. Thử lại; nếu vẫn vậy, đọc mã lỗi này qua điện thoại.',
  stop: 'Dừng lại',
  show: 'Hiện',
  hide: 'Ẩn',
} as const;
