/** The whole job on every runner, held against a model in plain Java. */
@NullMarked
package io.vigil.pipelines.convergence;

import org.jspecify.annotations.NullMarked;
