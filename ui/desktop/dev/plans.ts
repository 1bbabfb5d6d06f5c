// The year's plan, the rota, the calendar and the templates of the canned book.
import type { CalendarDay } from '../../shared/types/CalendarDay';
import type { CalendarView } from '../../shared/types/CalendarView';
import type { RotaLine } from '../../shared/types/RotaLine';
import type { TemplateLine } from '../../shared/types/TemplateLine';
import type { YearPlanView } from '../../shared/types/YearPlanView';

const two = (n: number) => String(n).padStart(2, '0');

export function calendar(month: string): CalendarView {
  const [year = 2026, no = 10] = month.split('-').map(Number);
  const first = new Date(Date.UTC(year, no - 1, 1));
  const start = new Date(first);
  start.setUTCDate(1 - ((first.getUTCDay() + 6) % 7));
  const days: CalendarDay[] = Array.from({ length: 35 }, (_, i) => {
    const day = new Date(start);
    day.setUTCDate(start.getUTCDate() + i);
    const date = day.toISOString().slice(0, 10);
    const lunar = ((i + 17) % 30) + 1;
    return {
      date,
      day: day.getUTCDate(),
      words: `${['Chủ nhật', 'thứ hai', 'thứ ba', 'thứ tư', 'thứ năm', 'thứ sáu', 'thứ bảy'][day.getUTCDay()]}, ${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`,
      inside: day.getUTCMonth() === no - 1,
      today: date === '2026-10-02',
      lunar: lunar === 1 ? '1/9' : String(lunar),
      lunar_words: `${lunar} tháng Tám âm lịch`,
      moon: lunar === 1 ? 'mùng một' : lunar === 15 ? 'rằm' : null,
      observed: i === 9 ? ['Giỗ đình Tân Thới'] : [],
      events:
        date === '2026-10-05'
          ? [
              {
                kind: 'meeting',
                words: '19:00 Sinh hoạt chi bộ thường kỳ tháng 10/2026',
                id: 'k10',
                late: false,
                done: false,
              },
              {
                kind: 'task',
                words: 'Rà soát danh sách quần chúng ưu tú – đ/c Trần Thị Bích Ngọc',
                id: 't2',
                late: false,
                done: false,
              },
            ]
          : date === '2026-10-04'
            ? ['Tài liệu lên Sổ tay đảng viên điện tử', 'Dự thảo nghị quyết', 'Việc thứ ba'].map(
                (words) => ({ kind: 'step', words, id: 'k10', late: false, done: false }),
              )
            : [],
    };
  });
  const shift = (by: number) => {
    const to = new Date(Date.UTC(year, no - 1 + by, 1));
    return `${to.getUTCFullYear()}-${two(to.getUTCMonth() + 1)}`;
  };
  return {
    month,
    title: `Tháng ${no} năm ${year}`,
    previous: shift(-1),
    next: shift(1),
    days,
    observances: [{ id: 'o1', name: 'Giỗ đình Tân Thới', day: 27, month: 8 }],
  };
}

export const yearPlan = (year: number, empty: boolean): YearPlanView => ({
  year,
  wanted: 1,
  quarters: ['Quý I', 'Quý II', 'Quý III', 'Quý IV'].map((words, i) => ({
    no: i + 1,
    words,
    enough: i < 3,
    themes: empty
      ? []
      : [
          {
            id: `c${i}`,
            topic: 'Phân loại rác tại nguồn, giữ gìn vệ sinh môi trường khu dân cư',
            month: `${year}-${two(i * 3 + 2)}`,
            member: 'm2',
            name: 'Lê Hoàng Ân',
            meeting: i < 3 ? 'k9' : null,
          },
        ],
    meetings: [],
  })),
});

export const rotas = (empty: boolean): RotaLine[] =>
  (
    [
      ['thoi_su', 'Thông tin thời sự'],
      ['hoc_bac', 'Học tập và làm theo Bác'],
      ['phe_binh', 'Tự phê bình và phê bình'],
    ] as const
  ).map(([role, words], i) => ({
    role,
    words,
    members: empty || i === 2 ? [] : ['m2', 'm6', 'm8'],
    next_discusses: i === 0,
    undo: i === 0,
    turns:
      empty || i === 2
        ? []
        : ['Lê Hoàng Ân', 'Dương Văn Đức', 'Công Tằng Tôn Nữ Hoàng Thị Thanh Hương'].map(
            (name, n) => ({
              month: `2026-${10 + n}`,
              name,
              discussant: i === 0 ? 'Dương Văn Đức' : null,
            }),
          ),
  }));

export const templates: TemplateLine[] = [
  {
    id: 'thuong_ky_90',
    origin: 'pack',
    kind: 'thuong_ky',
    title: 'Sinh hoạt thường kỳ, 90 phút',
    minutes: 90,
    items: ['Tuyên bố lý do, giới thiệu đại biểu', 'Thảo luận', 'Kết luận'],
  },
  {
    id: 'mau-1',
    origin: 'own',
    kind: 'thuong_ky',
    title: 'Mẫu quý IV, có báo cáo của tổ dân phố',
    minutes: 95,
    items: ['Tuyên bố lý do', 'Thảo luận'],
  },
];
