package io.twinmesh.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Usable, but may still change in a minor version. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Stable(since = "0.1")
public @interface Preview {

    /** The first version in which the type had this status. */
    String since();
}
