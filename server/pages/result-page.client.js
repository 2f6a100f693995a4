// Closes the popup when there is nothing left to read in it. Where the browser refuses, the page says what to do.
{
  if (document.body.dataset.close === 'true') window.close();
}
