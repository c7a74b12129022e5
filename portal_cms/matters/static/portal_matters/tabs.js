/* On a narrow screen the tabs of a matter are a line to be pushed: the open one is brought into view. The page itself
   stays where it is, as a link may lead to a place further down. */

const open = document.querySelector(".portal-matter__tabs [aria-current]");
const line = open?.closest(".w-tabs__wrapper");
if (line) {
  const place = open.getBoundingClientRect();
  const frame = line.getBoundingClientRect();
  line.scrollLeft += place.left + place.width / 2 - (frame.left + frame.width / 2);
}
