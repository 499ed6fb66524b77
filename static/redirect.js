// Goes to the new address of a page that has moved, and takes the fragment along, so that old links to a passage
// still lead to that passage.
location.replace(document.currentScript.dataset.to + location.search + location.hash);
