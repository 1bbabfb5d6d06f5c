export const papersWords = {
  papers: {
    title: 'Văn bản',
    empty:
      'Chưa có văn bản nào. Giấy mời có ngay khi lập kỳ sinh hoạt; biên bản có sau khi thông qua.',
    list: 'Văn bản theo kỳ sinh hoạt',
    paper: {
      bien_ban: 'Biên bản',
      nghi_quyet: 'Nghị quyết',
      ket_luan: 'Kết luận',
      phieu_cham_diem: 'Phiếu chấm điểm',
      chuong_trinh: 'Chương trình',
      giay_moi: 'Giấy mời',
      trich_bien_ban: 'Trích biên bản',
    },
    format: { docx: 'DOCX', pdf: 'PDF' },
    write: (paper: string, format: string, meeting: string) =>
      `Ghi ${paper.toLowerCase()} ra ${format}: ${meeting}`,
    written: (file: string, size: string) => `Đã ghi ${file} (${size}).`,
    size: (kb: number) => `${kb} KB`,
    openMeeting: 'Mở kỳ này',
    notYet: 'Biên bản ghi ra được sau khi thông qua.',
  },
};
