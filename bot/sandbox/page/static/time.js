/** Say when something was posted, as chats do: the time alone today and yesterday, then the date. */

const DAY = 86_400_000; // milliseconds

export function when(posted, now, locale) {
  const time = posted.toLocaleTimeString(locale, { timeStyle: "short" });
  const start = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round((start(now) - start(posted)) / DAY);
  if (days > 1 || days < 0) return posted.toLocaleString(locale, { dateStyle: "short", timeStyle: "short" });
  const day = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day");
  return `${day[0].toLocaleUpperCase(locale)}${day.slice(1)} ${time}`;
}
