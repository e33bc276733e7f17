/**
 * Runs where the rest of the page may not even parse, so it may say only what browsers of 2016 understand. What it looks for
 * came last of all that the page cannot do without.
 */
{
  const notice = document.getElementById('too-old');
  if (notice && !('at' in Array.prototype && 'HTMLDialogElement' in window)) {
    notice.hidden = false;
    document.getElementById('app')?.remove();
  }
}
