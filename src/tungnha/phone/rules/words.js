// Outcomes and states in words; the same words as the desk's, which tests hold them to.

export const VISIT_OUTCOMES = {
  met: 'gặp được', all_away: 'cả nhà đi vắng', come_back: 'hẹn quay lại', refused: 'không tiếp', moved: 'hộ đã chuyển đi',
}
export const RESULT_OUTCOMES = {
  has_already: 'đã có từ trước', set_up_now: 'vừa làm xong', refused: 'chưa muốn làm', away: 'đi vắng',
  no_smartphone: 'không có điện thoại thông minh', expired_card: 'căn cước hết hạn', forgot_password: 'quên mật khẩu',
  others_sim: 'SIM đứng tên người khác', afraid: 'sợ lừa đảo', moved: 'đã chuyển đi', deceased: 'đã mất', other: 'lý do khác',
}
export const QUEUE_STATES = { waiting: 'đang chờ', called: 'đã gọi', served: 'đã làm', left: 'đã về' }

const ANSWER_WORDS = {
  stored: 'đã nhận', had: 'đã nhận', conflict: 'đã nhận, khác với ghi nhận trước: Tổ trưởng sẽ xem',
  aside: 'đã nhận, chờ người xem', refused: 'chưa dùng được, chờ người xem',
}
/** @param {string} answer @returns {string} */
export const answerWords = (answer) => ANSWER_WORDS[answer] || 'chưa gửi'

/** What is to be done at this door next, or "". @param {object | null} last @param {string} today @returns {string} */
export function nextStep(last, today) {
  if (!last) return ''
  if (last.outcome === 'come_back' && last.come_back_on) {
    return last.come_back_on === today ? 'hẹn quay lại hôm nay' : `hẹn quay lại ngày ${dayMonth(last.come_back_on)}`
  }
  const said = {
    all_away: 'lần trước cả nhà đi vắng', refused: 'lần trước không tiếp', moved: 'báo đã chuyển đi', met: 'đã gặp',
  }
  return said[last.outcome] || ''
}

/** 9/5 of "2026-05-09". @param {string} day @returns {string} */
export const dayMonth = (day) => `${+day.slice(8, 10)}/${+day.slice(5, 7)}`
