// The score while filing, in integer hundredths, as the server will compute it (scoring.md 1) but without the
// multiplier for repeated faults, which only the server knows. Unanswered items count as not deducted.

const VETO_CAP = 5900;

/** Read "1.5" or "１．５" as 150 hundredths; nothing or nonsense is 0; never above `max`. */
export function hundredths(words, max) {
  const plain = String(words).normalize("NFKC").replace(",", ".").trim();
  if (!/^\d+(\.\d*)?$/.test(plain)) return 0;
  return Math.min(Math.round(Number(plain) * 100), max);
}

/** Show hundredths without needless zeros: 150 as "1.5". */
export function points(value) {
  return String(value / 100);
}

/** items: [{max, outcome, deduction, isVeto}] in hundredths. Returns hundredths, or null when nothing is applicable. */
export function liveScore(items) {
  const counted = items.filter((item) => item.outcome !== "na");
  const most = counted.reduce((sum, item) => sum + item.max, 0);
  if (most === 0) return null;
  const lost = counted.reduce((sum, item) => sum + (item.outcome === "deduct" ? item.deduction : 0), 0);
  const score = Math.floor((20_000 * (most - lost) + most) / (2 * most));
  const hasVeto = counted.some((item) => item.isVeto && item.outcome === "deduct");
  return hasVeto ? Math.min(score, VETO_CAP) : score;
}
