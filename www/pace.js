/** How the page scrolls by itself: at once for readers who want no motion. @returns {ScrollBehavior} */
export const pace = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth');
