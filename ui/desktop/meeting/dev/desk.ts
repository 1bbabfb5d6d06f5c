// What stands beside the agenda of the canned meeting.
import type { CarriedLine } from '../../../shared/types/CarriedLine';
import type { ChecklistLine } from '../../../shared/types/ChecklistLine';
import type { PrepareView } from '../../../shared/types/PrepareView';
import type { ResolutionPart } from '../../../shared/types/ResolutionPart';

const step = (id: string, title: string, who: string, more: Partial<ChecklistLine>) => ({
  id,
  title,
  who,
  state: 'open' as const,
  words: 'hạn 04/10',
  due: '2026-10-04',
  done_on: null,
  by: null,
  by_name: null,
  hard: false,
  auto: false,
  ...more,
});
const line = (more: Partial<CarriedLine>): CarriedLine => ({
  key: 'assignment/t1',
  kind: 'resolution',
  source: 'Nghị quyết tháng 9/2026',
  title: '',
  person: null,
  start: null,
  result: null,
  late: false,
  target: 't1',
  presenter: null,
  no: 8,
  item: 'a7',
  ...more,
});

export function desk(items: { item: string; id: string; no: number }[]): PrepareView {
  const at = (item: string) => {
    const found = items.find((one) => one.item === item);
    return { no: found?.no ?? null, item: found?.id ?? null };
  };
  const part = (name: ResolutionPart, heading: string, lines: string[] = []) => ({
    part: name,
    heading,
    lines,
  });
  return {
    model: false,
    checklist: [
      step(
        'p1',
        'Phân công chuẩn bị nội dung và dự thảo nghị quyết',
        'Bí thư giao phó bí thư, chi ủy viên',
        {
          state: 'done',
          words: 'xong 25/09',
          done_on: '2026-09-25',
          by: 'p14',
          by_name: 'Nguyễn Văn Đức',
        },
      ),
      step(
        'p2',
        'Họp chi ủy: thống nhất nội dung, đánh giá tháng trước, nhiệm vụ tháng tới, vấn đề cần thảo luận, biểu quyết',
        'Chi ủy',
        {
          state: 'done',
          words: 'xong 30/09',
          done_on: '2026-09-30',
          auto: true,
        },
      ),
      step(
        'p3',
        'Báo thời gian, địa điểm, nội dung cho từng đảng viên và cấp ủy viên theo dõi chi bộ',
        'Bí thư hoặc người được phân công',
        {
          state: 'late',
          words: 'trễ 1 ngày',
        },
      ),
      step('p4', 'Đưa tài liệu lên Sổ tay đảng viên điện tử', 'Người được phân công', {
        hard: true,
      }),
      step('p5', 'Dự thảo kết luận, nghị quyết và gợi ý thảo luận', 'Bí thư', {}),
    ],
    reminders: [
      {
        rule: 'R02',
        text: 'Chưa báo đảng viên và cấp ủy viên theo dõi chi bộ; hạn 02/10/2026, đã quá 1 ngày.',
        meeting: 'm1',
      },
    ],
    carried: {
      lines: [
        line({
          key: 'rota/thoi_su',
          kind: 'rota',
          source: 'Phiên phân công',
          title: 'Đến lượt đ/c Lê Hoàng Ân',
          result: 'đ/c Bùi Văn Ân thảo luận, tháng sau trình bày',
          target: null,
          presenter: 'đ/c Lê Hoàng Ân',
          ...at('thoi_su'),
        }),
        line({
          key: 'document/d1',
          kind: 'document',
          source: 'Đảng ủy phường Tân Thới Hòa gửi ngày 29/9/2026',
          title: 'Công văn 118-CV/ĐU: Gửi tài liệu sinh hoạt chi bộ thường kỳ tháng 10 năm 2026',
          target: 'd1',
          ...at('thoi_su'),
        }),
        line({
          title: 'Vận động 5 hộ dời vật dụng lấn chiếm hẻm 12',
          person: 'Đặng Quốc Bảo',
          start: 'mới giao',
          result: 'trễ 4 ngày: 3/5 hộ đã dời',
          late: true,
          ...at('danh_gia'),
        }),
        line({
          key: 'assignment/t2',
          kind: 'assignment',
          source: 'Giao ngày 12/8/2026',
          title: 'Rà soát danh sách quần chúng ưu tú',
          person: 'Trần Thị Bích Ngọc',
          start: 'đang làm',
          result: 'xong: 03 quần chúng',
          target: 't2',
          ...at('danh_gia'),
        }),
        line({
          key: 'petition/k1',
          kind: 'answer',
          source: 'Nêu ngày 05/9/2026',
          title: 'Lắp camera đầu hẻm 12',
          person: 'Lê Hoàng Ân',
          result: 'Phường đã lắp ngày 28/9.',
          target: 'k1',
          ...at('tiep_thu'),
        }),
      ],
      left_out: [],
    },
    resolution: {
      summary: 'lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2026',
      ready: 3,
      written: true,
      sections: [
        {
          no: 1,
          heading: 'Đánh giá kết quả lãnh đạo tháng 9',
          ready: true,
          given: [],
          tasks: [
            {
              title: 'Vận động 5 hộ dời vật dụng lấn chiếm hẻm 12',
              person: 'Đặng Quốc Bảo',
              start: 'mới giao',
              result: 'trễ 4 ngày: 3/5 hộ đã dời',
            },
            {
              title: 'Rà soát danh sách quần chúng ưu tú',
              person: 'Trần Thị Bích Ngọc',
              start: 'đang làm',
              result: 'xong: 03 quần chúng',
            },
          ],
          parts: [
            part('tu_tuong', 'Tình hình tư tưởng', [
              'Đảng viên yên tâm, tin tưởng; nhân dân quan tâm việc đổ rác ban đêm.',
            ]),
            part('nhiem_vu', 'Kết quả thực hiện nhiệm vụ chính trị'),
            part('bieu_duong', 'Biểu dương, nhắc nhở'),
            part('han_che', 'Hạn chế, nguyên nhân'),
          ],
        },
        {
          no: 2,
          heading: 'Phương hướng, nhiệm vụ tháng 10',
          ready: true,
          given: [],
          tasks: [],
          parts: [
            part('phuong_huong', '', [
              'Giữ hẻm 12 thông thoáng, không để tái lấn chiếm.',
              'Giới thiệu 02 quần chúng học lớp nhận thức về Đảng.',
            ]),
          ],
        },
        {
          no: 3,
          heading: 'Phân công nhiệm vụ và tổ chức thực hiện',
          ready: true,
          given: ['Đồng chí Đặng Quốc Bảo: phụ trách tổ 5, hạn 28/10/2026.'],
          tasks: [],
          parts: [part('to_chuc', '')],
        },
        {
          no: 4,
          heading: 'Tự đánh giá chất lượng kỳ sinh hoạt',
          ready: false,
          given: [],
          tasks: [],
          parts: [part('danh_gia', '')],
        },
      ],
    },
  };
}
