export const settingsWords = {
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
