/* copy.S - memcpy and memset for what is copied and cleared here: mostly a few whole words at whole
 * addresses, the C library's small ones being slow to begin. Four words a round, 13 cycles for 16
 * bytes, which a compiler does not find: it keeps no register free for LDM. What does not lie on words
 * goes byte by byte, from the end. Thumb of the ARMv6-M, so for both chips. Layer: board. */
    .syntax unified
    .thumb
    .text

    .section .text.memcpy, "ax", %progbits
    .global memcpy
    .type memcpy, %function
    .thumb_func
memcpy: /* r0: to, r1: from, r2: length; returns to */
    mov     ip, r0
    movs    r3, r0
    orrs    r3, r1
    lsls    r3, r3, #30
    bne     5f
    subs    r2, #16
    blo     2f
    push    {r4-r6}
1:  ldmia   r1!, {r3-r6}
    stmia   r0!, {r3-r6}
    subs    r2, #16
    bhs     1b
    pop     {r4-r6}
2:  adds    r2, #12
    bmi     4f
3:  ldmia   r1!, {r3}
    stmia   r0!, {r3}
    subs    r2, #4
    bpl     3b
4:  adds    r2, #4
5:  subs    r2, #1
    bmi     6f
    ldrb    r3, [r1, r2]
    strb    r3, [r0, r2]
    b       5b
6:  mov     r0, ip
    bx      lr
    .size memcpy, . - memcpy

    .section .text.memset, "ax", %progbits
    .global memset
    .type memset, %function
    .thumb_func
memset: /* r0: to, r1: value of each byte, r2: length; returns to */
    mov     ip, r0
    lsls    r3, r0, #30
    bne     5f
    uxtb    r1, r1
    lsls    r3, r1, #8
    orrs    r1, r3
    lsls    r3, r1, #16
    orrs    r1, r3
    subs    r2, #16
    bmi     2f
    push    {r4, r5}
    movs    r3, r1
    movs    r4, r1
    movs    r5, r1
1:  stmia   r0!, {r1, r3, r4, r5}
    subs    r2, #16
    bpl     1b
    pop     {r4, r5}
2:  adds    r2, #12
    bmi     4f
3:  stmia   r0!, {r1}
    subs    r2, #4
    bpl     3b
4:  adds    r2, #4
5:  subs    r2, #1
    bmi     6f
    strb    r1, [r0, r2]
    b       5b
6:  mov     r0, ip
    bx      lr
    .size memset, . - memset
