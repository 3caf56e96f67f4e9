/** What searches by HTTP have in common, in the dashboard and in the index of its own. */
package io.contrastream.neighbours.search;
