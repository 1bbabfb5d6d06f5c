export const meetingsWords = {
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
};
