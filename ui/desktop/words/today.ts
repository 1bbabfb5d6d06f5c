import type { MeetingState } from '../../shared/types/MeetingState';
export const todayWords = {
  today: {
    nextMeeting: (when: string) => `Kỳ sinh hoạt tới · ${when}`,
    thisMeeting: (when: string) => `Kỳ sinh hoạt · ${when}`,
    heading: (title: string, time: string) => (time ? `${title} – ${time}` : title),
    about: (place: string, items: number, minutes: number, minimum: number) =>
      [place, `${items} mục`, `${minutes} phút`].filter(Boolean).join(' · ') +
      (minutes >= minimum ? ' (đủ mức tối thiểu)' : ` (tối thiểu ${minimum} phút)`),
    checklist: 'Việc chuẩn bị',
    step: {
      chuan_bi: 'Chuẩn bị kỳ sinh hoạt',
      dang_hop: 'Ghi tiếp biên bản',
      da_ket_thuc: 'Kiểm tra và thông qua',
      da_thong_qua: 'Xem biên bản',
    } satisfies Record<MeetingState, string>,
    noMembersTitle: 'Bắt đầu từ danh sách đảng viên',
    noMembers:
      'Sổ chưa có đảng viên nào. Có danh sách rồi, sổ tự lo phần điểm danh, người phát biểu và biểu quyết.',
    noMembersStep: 'Nhập danh sách đảng viên',
    noMeetingTitle: 'Chưa có kỳ sinh hoạt nào sắp tới',
    noMeeting: 'Lập kỳ sinh hoạt tháng này: sổ đưa sẵn chương trình mẫu, đồng chí chỉ sửa chỗ cần.',
    noMeetingStep: 'Lập kỳ sinh hoạt',
    tasks: 'Nhiệm vụ cần nhắc',
    noTasks: 'Không có nhiệm vụ nào đang mở.',
    allTasks: 'Xem tất cả nhiệm vụ',
    deadlines: 'Thời hạn đang chạy',
    noDeadlines: 'Không có thời hạn nào đang chạy.',
    waiting: 'Chờ gửi về phường',
    notEnrolled:
      'Sổ chưa ghi danh với phường. Mọi việc của chi bộ vẫn làm được; khi nào cần gửi thì ghi danh.',
    nothingWaits: 'Không có gì chờ gửi.',
    waits: (pending: number, readable: number) =>
      readable > 0
        ? `${pending} mục, trong đó phường đọc được ${readable}. Gửi khi có mạng.`
        : `${pending} mục, đều niêm phong: phường giữ hộ, không đọc được.`,
    preview: 'Xem trước',
    enrol: 'Ghi danh với phường',
  },
};
