// Canned meetings, only for looking at screens.
import type { MeetingLine } from '../../shared/types/MeetingLine';
import type { MemberLine } from '../../shared/types/MemberLine';

const line = (month: number, more: Partial<MeetingLine> = {}): MeetingLine => ({
  id: `k${month}`,
  kind: 'thuong_ky',
  month: `2026-${String(month).padStart(2, '0')}`,
  title: `Sinh hoạt chi bộ thường kỳ tháng ${month}/2026`,
  state: 'da_thong_qua',
  planned_at: `2026-${String(month).padStart(2, '0')}-05T19:00:00+07:00`,
  started_at: `2026-${String(month).padStart(2, '0')}-05T19:02:00+07:00`,
  place: 'Văn phòng khu phố 12',
  present: 21,
  summoned: 24,
  score: 88 + (month % 5) + 0.5,
  band: 'Tốt',
  ...more,
});

export const meetingLines: MeetingLine[] = [
  line(10, {
    state: 'chuan_bi',
    started_at: null,
    present: 0,
    summoned: 0,
    score: null,
    band: null,
  }),
  line(9, { state: 'da_ket_thuc', score: null, band: null }),
  ...[8, 7, 6, 5, 4, 3, 2, 1].map((month) => line(month)),
  line(12, {
    id: 'k25',
    month: '2025-12',
    title: 'Sinh hoạt chi bộ thường kỳ kết hợp chuyên đề tháng 12/2025',
    kind: 'ket_hop',
    planned_at: null,
    started_at: '2025-12-05T19:00:00+07:00',
  }),
];

export function today(empty: boolean, tasks: unknown[], sync: unknown) {
  const step = (id: string, title: string, state: string, words: string) => ({
    id,
    title,
    state,
    words,
  });
  return {
    day: 'Thứ sáu, 02/10/2026',
    lunar: '22 tháng Tám âm lịch',
    next: empty
      ? null
      : {
          id: 'k10',
          title: 'Sinh hoạt chi bộ thường kỳ tháng 10/2026',
          state: 'chuan_bi',
          when: 'còn 3 ngày',
          time: '19 giờ, thứ hai 05/10',
          place: 'Văn phòng khu phố 12',
          items: 17,
          minutes: 90,
          minimum: 90,
          step: 'invite',
          checklist: [
            step('p1', 'Phân công chuẩn bị nội dung', 'done', 'xong 25/9'),
            step('p2', 'Họp chi ủy, có biên bản', 'done', 'xong 30/9'),
            step('p3', 'Báo đảng viên và cấp ủy viên theo dõi chi bộ', 'due', 'hạn hôm nay'),
            step('p4', 'Tài liệu lên Sổ tay đảng viên điện tử', 'open', 'hạn 04/10'),
            step('p5', 'Dự thảo nghị quyết, gợi ý thảo luận', 'late', 'trễ 1 ngày'),
          ],
        },
    reminders: empty
      ? []
      : [
          {
            rule: 'R02',
            text: 'Chưa báo đảng viên và cấp ủy viên theo dõi chi bộ; hạn là hôm nay.',
            meeting: 'k10',
          },
          {
            rule: 'R05',
            text: 'Quý IV chưa có sinh hoạt chuyên đề; mỗi quý ít nhất 01 lần.',
            meeting: null,
          },
        ],
    unread_documents: empty ? 0 : 2,
    from_ward: empty
      ? []
      : [
          {
            petition: 'p1',
            title: 'lắp camera đầu hẻm 12',
            answer: 'Đã lắp.',
            words: 'đã đưa vào mục 13 của chương trình',
            resolved: true,
          },
        ],
    tasks: empty ? [] : tasks.slice(0, 3),
    tasks_words: '5 việc: 3 xong · 1 đang làm · 1 trễ',
    deadlines: empty
      ? []
      : [
          { title: 'Công nhận chính thức: đ/c Phạm Thị Ánh', words: 'còn 15 ngày', tone: 'soon' },
          { title: 'Gửi biên bản tháng 9 về phường', words: 'trễ 1 ngày', tone: 'late' },
          { title: 'Huy hiệu 40 năm tuổi Đảng: đ/c Võ Thị Út', words: 'đợt 07/11', tone: 'calm' },
        ],
    sync,
    no_members: empty,
  };
}

/** A meeting in full: enough of it to open the tabs. */
export function meeting(id: string, members: MemberLine[]) {
  const found = meetingLines.find((one) => one.id === id) ?? meetingLines[0];
  const agenda = [
    'Tuyên bố lý do, giới thiệu đại biểu',
    'Cử thư ký ghi biên bản',
    'Thảo luận',
    'Kết luận',
  ];
  return {
    ...found,
    rules: 'hd42-2025',
    topic: null,
    ended_at: null,
    chair: 'm8',
    chair_name: 'Công Tằng Tôn Nữ Hoàng Thị Thanh Hương',
    scribe: 'm0',
    scribe_name: 'Trần Thị Bích Ngọc',
    minimum_minutes: 90,
    planned_minutes: 90,
    agenda: agenda.map((title, index) => ({
      id: `a${index}`,
      no: index + 1,
      item: 'khac',
      section: 'A. Mở đầu',
      title,
      minutes: 10,
      presenter: '',
      prompt: '',
      vote: null,
      opened_at: null,
      closed_at: null,
      clock: '19:00',
    })),
    attendance: members.map((member) => ({
      member: member.id,
      name: member.name,
      status: null,
      reason: null,
      arrived_at: null,
      left_at: null,
      standing: member.standing,
      member_status: member.status,
      summoned: true,
      spoken: 0,
    })),
    counts: {
      total: 24,
      official: 20,
      probationary: 2,
      visiting_in: 0,
      visiting_out: 0,
      exempt: 2,
      summoned: 22,
      present: 0,
      present_official: 0,
      present_probationary: 0,
      present_exempt: 0,
      late: 0,
      excused: 0,
      unexcused: 0,
      vote_base: 20,
    },
    guests: [],
    base: { base: 20 },
    base_words: '20 đảng viên chính thức',
    statements: [],
    conclusions: [],
    votes: [],
    assignments: [],
    petitions: [],
    criticism_counts: {},
    score: { total: 0, band: 'Kém', items: [] },
    checks: [],
    version: 0,
    fingerprint: null,
    adopted_at: null,
  };
}
