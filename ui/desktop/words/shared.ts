// Words that several screens share.
export const secretNotice =
  'Không soạn, không lưu, không gửi tài liệu bí mật nhà nước bằng phần mềm này.';

/** The words of the cell's own data, used by the first run and by the settings. */
export const cell = {
  name: 'Tên chi bộ',
  nameHint: 'Không cần chữ “Chi bộ”. Ví dụ: Khu phố 12',
  type: 'Loại hình chi bộ',
  ward: 'Đảng bộ cấp trên',
  wardHint: 'Ví dụ: Phường Tân Thới Hòa',
  place: 'Nơi sinh hoạt thường dùng',
  placeHint: 'Ví dụ: Văn phòng khu phố 12',
  committee: 'Chi bộ có chi ủy',
  committeeHint: 'Không có chi ủy thì bí thư và phó bí thư hội ý trước kỳ sinh hoạt.',
  minimum: 'Số phút tối thiểu của một kỳ sinh hoạt',
  minimumHint: 'Để trống nếu phường không quy định khác hướng dẫn.',
  minimumWrong: 'Ghi số phút, từ 1 đến 480, hoặc để trống.',
  missing: 'Cần ghi mục này.',
};
