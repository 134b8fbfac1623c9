/**
 * {@code vigil redrive}: takes records that were set aside through today's code, and brings those
 * that are good now to where good records go.
 */
@NullMarked
package io.vigil.pipelines.redrive;

import org.jspecify.annotations.NullMarked;
