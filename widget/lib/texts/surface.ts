/** What every screen of a surface says. */
export const surfaceTexts = {
  back: 'Back',
  loading: 'Loading',
  slow: 'This is taking longer than usual.',
  retry: 'Try again',
  showMore: 'Show more',
  clearSearch: 'Clear the search',
};
