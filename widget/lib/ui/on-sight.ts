/** Calls back each time the element comes into the user's sight: `{@attach onSight(…)}`. */
export function onSight(callback: () => void): (element: Element) => () => void {
  return (element) => {
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      callback();
      // What came may be less than a screen: asked anew, the observer says at once whether the element is still in sight.
      observer.unobserve(element);
      observer.observe(element);
    });
    observer.observe(element);
    return () => observer.disconnect();
  };
}
