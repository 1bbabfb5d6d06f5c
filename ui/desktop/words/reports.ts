export const reportsWords = {
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
};
