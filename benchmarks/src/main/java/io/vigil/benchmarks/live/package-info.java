/** The live job on the local stack: how much it takes, and how soon it says so. */
@NullMarked
package io.vigil.benchmarks.live;

import org.jspecify.annotations.NullMarked;
