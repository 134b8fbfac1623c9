/**
 * Decides on each transaction of a card: late or not, duplicate or new, suspicious or not. Plain
 * Java without Beam; a transform only carries it.
 */
@NullMarked
package io.vigil.transforms.screen;

import org.jspecify.annotations.NullMarked;
