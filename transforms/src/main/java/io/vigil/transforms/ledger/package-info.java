/** The counts that prove conservation: plain Java, but for their coders. */
@NullMarked
package io.vigil.transforms.ledger;

import org.jspecify.annotations.NullMarked;
