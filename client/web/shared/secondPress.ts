/** Within so long a second tap belongs to the first, ms; not every browser counts taps as it counts clicks. */
const doubleTapMs = 300;

/** Whether a click is the second of a double one. `pressedAt`: when the one before was, by the clock of events, ms. */
export function isSecondPress(event: MouseEvent, pressedAt: number): boolean {
  const isTap = event instanceof PointerEvent && event.pointerType === 'touch';
  return event.detail > 1 || (isTap && event.timeStamp - pressedAt < doubleTapMs);
}

/** What lies where something has just appeared or gone: the second click of a double one was not meant for it. */
export function ignoreSecondPress(): void {
  const pressedAt = performance.now();
  const ignore = (event: MouseEvent) => {
    if (!isSecondPress(event, pressedAt)) return document.removeEventListener('click', ignore, true);
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('click', ignore, true);
}
