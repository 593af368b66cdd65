/** Line icons, drawn for 24 × 24; decoration only, the text beside them says the same. */
import type { Markup } from './html.ts';

const icon = (paths: string): Markup => ({
  markup: `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`,
});

export const icons = {
  card: icon('<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><path d="M2.5 10h19M6.5 15h4"/>'),
  upi: icon('<rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M10.5 18.5h3M12.5 6.5l-3 4.5h5l-3 4.5"/>'),
  netbanking: icon('<path d="M3 9.5 12 4l9 5.5M4.5 20h15M6 9.5V17m4-7.5V17m4-7.5V17m4-7.5V17"/>'),
  check: icon('<path d="m5 12.5 4.5 4.5L19 7.5"/>'),
  cross: icon('<path d="m6.5 6.5 11 11m0-11-11 11"/>'),
  clock: icon('<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>'),
  back: icon('<path d="M10.5 6 5 12l5.5 6M5.5 12H19"/>'),
  flask: icon('<path d="M9.5 3h5M10.5 3v6.2L5.3 18a2 2 0 0 0 1.7 3h10a2 2 0 0 0 1.7-3l-5.2-8.8V3M8 15h8"/>'),
  bag: icon('<path d="M5 8.5h14l1 12H4l1-12ZM8.5 11V7a3.5 3.5 0 0 1 7 0v4"/>'),
} as const;
