package io.twinmesh.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Will not change in an incompatible way within a major version. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Stable(since = "0.1")
public @interface Stable {

    /** The first version in which the type had this status. */
    String since();
}
