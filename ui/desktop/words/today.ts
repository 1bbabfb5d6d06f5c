import type { NextStep } from '../../shared/types/NextStep';

export const todayWords = {
  today: {
    nextMeeting: (when: string) => `Kỳ sinh hoạt tới · ${when}`,
    thisMeeting: (when: string) => `Kỳ sinh hoạt · ${when}`,
    /** What kind of meeting it is stands above; here is which, and when. */
    heading: (title: string, time: string) => {
      const short = title.replace(/^Sinh hoạt chi bộ (?=\p{L})/u, '');
      const name = short.charAt(0).toLocaleUpperCase('vi') + short.slice(1);
      return time ? `${name} – ${time}` : name;
    },
    about: (place: string, items: number, minutes: number, minimum: number) =>
      [place, `${items} mục`, `${minutes} phút`].filter(Boolean).join(' · ') +
      (!minimum
        ? ''
        : minutes >= minimum
          ? ' (đủ mức tối thiểu)'
          : ` (còn thiếu ${minimum - minutes} phút)`),
    checklist: 'Việc chuẩn bị',
    step: {
      set_day: 'Định ngày giờ họp',
      hand_out: 'Phân công chuẩn bị',
      committee: 'Lập họp chi ủy',
      confer: 'Hội ý trước kỳ họp',
      invite: 'Gửi giấy mời',
      documents: 'Đưa tài liệu lên',
      draft: 'Soạn dự thảo nghị quyết',
      prepare: 'Xem lại chương trình',
      begin: 'Vào họp',
      record: 'Ghi tiếp biên bản',
      adopt: 'Kiểm tra và thông qua',
    } satisfies Record<NextStep, string>,
    calendar: 'Lịch tháng',
    review: (what: string) => `Cần xem lại: ${what}. Chưa mất gì.`,
    reviewSee: 'Xem lại',
    fromWard: 'Từ Đảng ủy phường',
    nothingFromWard: 'Chưa có gì mới.',
    documents: (n: number) => `${n} văn bản mới của phường`,
    documentsAbout: 'sẽ tự vào chương trình kỳ tới',
    answered: 'Trả lời kiến nghị:',
    resolved: 'đã giải quyết',
    replied: 'đã trả lời',
    noMembersTitle: 'Bắt đầu từ danh sách đảng viên',
    noMembers:
      'Sổ chưa có đảng viên nào. Có danh sách rồi, sổ tự lo phần điểm danh, người phát biểu và biểu quyết.',
    noMembersStep: 'Nhập danh sách đảng viên',
    noMeetingTitle: 'Chưa có kỳ sinh hoạt nào sắp tới',
    noMeeting: 'Lập kỳ sinh hoạt tới: sổ đưa sẵn chương trình mẫu, đồng chí chỉ sửa chỗ cần.',
    noMeetingStep: 'Lập kỳ sinh hoạt',
    tasks: 'Nhiệm vụ cần nhắc',
    noTasks: 'Không có nhiệm vụ nào đang mở.',
    more: (n: number) => `Xem thêm ${n} việc`,
    less: 'Thu gọn',
    deadlines: 'Thời hạn đang chạy',
    noDeadlines: 'Không có thời hạn nào đang chạy.',
    waiting: 'Chờ gửi về phường',
    notEnrolled:
      'Sổ chưa ghi danh với phường. Mọi việc của chi bộ vẫn làm được; khi nào cần gửi thì ghi danh.',
    nothingWaits: 'Không có gì chờ gửi.',
    waits: (pending: number, readable: number) =>
      readable > 0
        ? `${pending} mục, phường đọc được ${readable}. Gửi khi có mạng.`
        : `${pending} mục, đều niêm phong: phường giữ hộ, không đọc được.`,
    preview: 'Xem trước',
    enrol: 'Ghi danh với phường',
  },
};
